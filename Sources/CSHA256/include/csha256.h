#ifndef CSHA256_H
#define CSHA256_H

#include <stddef.h>
#include <stdint.h>

/// The compression function of SHA-256 (FIPS 180-4, section 6.2.2) over whole blocks of 64 bytes: with the processor's
/// instructions for it where it has them (x86 SHA extensions), in plain C elsewhere. Both give the same state.
void csha256_blocks(uint32_t state[8], const uint8_t *bytes, size_t blocks);

/// As csha256_blocks, in plain C on every processor: what tests hold the instructions against.
void csha256_blocks_plain(uint32_t state[8], const uint8_t *bytes, size_t blocks);

#endif
