"""Labels with a QR code for facilities, to print, cut and stick on."""
