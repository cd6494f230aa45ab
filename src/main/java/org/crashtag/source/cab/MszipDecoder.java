package org.crashtag.source.cab;

import static org.crashtag.bytes.MalformedException.verify;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;

/**
 * MSZIP, [MS-MCI]: each block is "CK" and one separate deflate stream (RFC 1951) whose matches may
 * reach back into the folder's last 32 KiB.
 */
final class MszipDecoder implements BlockDecoder {
  private static final int WINDOW_BYTES = 32 << 10;
  private static final int SIGNATURE_BYTES = 2;

  private final Inflater inflater = new Inflater(true);

  /** The history before the block, stored directly before the block's own bytes. */
  private final byte[] output = new byte[WINDOW_BYTES + DataBlock.MOST_BYTES];

  private final byte[] excess = new byte[1];
  private int history;
  private int decoded;

  @Override
  public void decode(DataBlock block) {
    byte[] array = block.array();
    int from = block.from();
    verify(
        block.packed() >= SIGNATURE_BYTES && array[from] == 'C' && array[from + 1] == 'K',
        Reason.CORRUPT,
        block.offset(),
        "an MSZIP block that doesn't start with \"CK\"");
    keepHistory();
    inflater.reset();
    if (history > 0) {
      inflater.setDictionary(output, WINDOW_BYTES - history, history);
    }
    inflater.setInput(array, from + SIGNATURE_BYTES, block.packed() - SIGNATURE_BYTES);
    try {
      inflate(block);
    } catch (DataFormatException e) {
      throw new MalformedException(
          Reason.CORRUPT, block.offset(), "not a deflate stream: " + e.getMessage());
    }
    decoded = block.bytes();
  }

  private void keepHistory() {
    System.arraycopy(output, decoded, output, 0, WINDOW_BYTES);
    history = Math.min(WINDOW_BYTES, history + decoded);
  }

  private void inflate(DataBlock block) throws DataFormatException {
    int done = 0;
    while (done < block.bytes()) {
      int count = inflater.inflate(output, WINDOW_BYTES + done, block.bytes() - done);
      verify(count > 0, Reason.CORRUPT, block.offset(), "an MSZIP block unpacks to too little");
      done += count;
    }
    verify(
        inflater.inflate(excess) == 0,
        Reason.CORRUPT,
        block.offset(),
        "an MSZIP block is too long");
    verify(inflater.finished(), Reason.CORRUPT, block.offset(), "an MSZIP block has no end");
  }

  @Override
  public byte[] output() {
    return output;
  }

  @Override
  public int outputStart() {
    return WINDOW_BYTES;
  }

  @Override
  public void close() {
    inflater.end();
  }
}
