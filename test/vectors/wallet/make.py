"""Makes nacl-coldkey.json with libsodium itself: python3 test/vectors/wallet/make.py > test/vectors/wallet/nacl-coldkey.json"""

import ctypes
import ctypes.util
import json

ARGON2I13, SENSITIVE_PASSES, SENSITIVE_BYTES = 1, 8, 536_870_912
SALT = bytes.fromhex("137183dff15a09bc9c90b5518739e9b1")
NONCE = bytes(range(24))
PASSWORD = "correct horse \u00e9"
PUBLIC = "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d"
PLAIN = json.dumps(
    {
        "accountId": PUBLIC,
        "publicKey": PUBLIC,
        "privateKey": "0x33a6f3093f158a7109f679410bef1a0c54168145e0cecb4df006c1c2fffb1f09"
        "925a225d97aa00682d6a59b95b18780c10d7032336e88f3442b42361f4a66011",
        "secretPhrase": None,
        "secretSeed": "0xe5be9a5092b81bca64be81d212e7f2f9eba183bb7a90954f7b76361f6edb5c0a",
        "ss58Address": "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
    }
).encode()

sodium = ctypes.CDLL(ctypes.util.find_library("sodium"))
assert sodium.sodium_init() >= 0
key = ctypes.create_string_buffer(32)
password = PASSWORD.encode()
assert 0 == sodium.crypto_pwhash(
    key, ctypes.c_ulonglong(32), password, ctypes.c_ulonglong(len(password)), SALT,
    ctypes.c_ulonglong(SENSITIVE_PASSES), ctypes.c_size_t(SENSITIVE_BYTES), ARGON2I13,
)
box = ctypes.create_string_buffer(len(PLAIN) + 16)
assert 0 == sodium.crypto_secretbox_easy(box, PLAIN, ctypes.c_ulonglong(len(PLAIN)), NONCE, key)
print(
    json.dumps(
        {
            "origin": "libsodium, by make.py",
            "password": PASSWORD,
            "derivedKey": key.raw.hex(),
            "plain": PLAIN.decode(),
            "file": (b"$NACL" + NONCE + box.raw).hex(),
        },
        indent=2,
    )
)
