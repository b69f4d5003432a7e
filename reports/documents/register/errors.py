"""What can go wrong with the register."""

from server.core.errors import Invalid, ShouwangError


class ProofImpossible(Invalid):
    """The index or size asked for isn't in the log."""

    code = "proof_impossible"
    title = "登记册中没有这个序号或者规模"


class CheckpointInvalid(Invalid):
    """The checkpoint's text or signature is not good."""

    code = "checkpoint_invalid"
    title = "登记册校验点无效"


class RegisterDamaged(ShouwangError):
    """A stored node of the log is missing."""

    code = "register_damaged"
    title = "登记册数据不完整"
