package org.crashtag.source.cab;

import static org.crashtag.bytes.MalformedException.verify;

import org.crashtag.bytes.Reason;

/** Decodes blocks that are not packed. */
final class StoredDecoder implements BlockDecoder {
  private byte[] output;
  private int start;

  @Override
  public void decode(DataBlock block) {
    verify(
        block.packed() == block.bytes(),
        Reason.CORRUPT,
        block.offset(),
        "a stored block of " + block.bytes() + " bytes takes " + block.packed());
    output = block.array();
    start = block.from();
  }

  @Override
  public byte[] output() {
    return output;
  }

  @Override
  public int outputStart() {
    return start;
  }

  @Override
  public void close() {}
}
