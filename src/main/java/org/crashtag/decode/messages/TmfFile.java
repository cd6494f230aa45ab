package org.crashtag.decode.messages;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.crashtag.bytes.MalformedException.verify;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;

/** A .tmf file: UTF-16 with a byte order mark, UTF-8, or otherwise windows-1252. */
final class TmfFile {
  /** Tracepdb's files have up to a few hundred kilobytes: 32 MiB. */
  private static final int MOST_BYTES = 1 << 25;

  private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

  private TmfFile() {}

  /**
   * Reads all entries.
   *
   * @throws MalformedException if the file does not have this format
   */
  static void read(SeekableByteChannel channel, TmfReader.Sink sink) throws IOException {
    byte[] bytes = WholeFile.read(channel, MOST_BYTES, "a .tmf file");
    verify(bytes.length > 0, Reason.EMPTY, 0, "the file is empty");
    TmfReader reader = new TmfReader(sink, "");
    int mark = markBytes(bytes);
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new ByteArrayInputStream(bytes, mark, bytes.length - mark), charset(bytes)))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        reader.line(line);
      }
    }
    reader.end();
  }

  private static boolean begins(byte[] bytes, int... mark) {
    for (int i = 0; i < mark.length; i++) {
      if (i >= bytes.length || (bytes[i] & 0xFF) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  private static int markBytes(byte[] bytes) {
    if (begins(bytes, 0xFF, 0xFE) || begins(bytes, 0xFE, 0xFF)) {
      return 2;
    }
    return begins(bytes, 0xEF, 0xBB, 0xBF) ? 3 : 0;
  }

  private static Charset charset(byte[] bytes) {
    if (begins(bytes, 0xFF, 0xFE)) {
      return UTF_16LE;
    }
    if (begins(bytes, 0xFE, 0xFF)) {
      return UTF_16BE;
    }
    return isUtf8(bytes) ? UTF_8 : WINDOWS_1252;
  }

  private static boolean isUtf8(byte[] bytes) {
    CharsetDecoder decoder =
        UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer input = ByteBuffer.wrap(bytes);
    CharBuffer output = CharBuffer.allocate(1 << 13);
    CoderResult result = CoderResult.OVERFLOW;
    while (result.isOverflow()) {
      output.clear();
      result = decoder.decode(input, output, true);
    }
    return !result.isError();
  }
}
