"""PAdES signatures with the embedded authority: certificates, time stamps, fields, seals.

A seal drawn here is a picture of a signature, not an 电子印章 in the sense of 国办发〔2025〕33号.
"""
