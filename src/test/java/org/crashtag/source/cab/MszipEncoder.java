package org.crashtag.source.cab;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.Deflater;

/** MSZIP: "CK" and a deflate stream for each block, with the block before as dictionary. */
@SuppressWarnings({"ArrayRecordComponent", "OperatorPrecedence", "UnnecessaryParentheses"})
public final class MszipEncoder implements FolderEncoder {
  @Override
  public int method() {
    return 1;
  }

  @Override
  public void encode(InputStream content, Sink sink) throws IOException {
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    byte[] before = new byte[0];
    for (byte[] block = content.readNBytes(BLOCK_BYTES);
        block.length > 0;
        block = content.readNBytes(BLOCK_BYTES)) {
      deflater.reset();
      if (before.length > 0) {
        deflater.setDictionary(before);
      }
      sink.block(pack(deflater, block), block.length);
      before = block;
    }
    deflater.end();
  }

  private static byte[] pack(Deflater deflater, byte[] block) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    packed.writeBytes(new byte[] {'C', 'K'});
    deflater.setInput(block);
    deflater.finish();
    byte[] part = new byte[8192];
    while (!deflater.finished()) {
      packed.write(part, 0, deflater.deflate(part));
    }
    return packed.toByteArray();
  }
}
