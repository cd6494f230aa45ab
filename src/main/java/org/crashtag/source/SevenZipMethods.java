package org.crashtag.source;

import java.io.IOException;
import java.util.Map;
import org.apache.commons.compress.archivers.sevenz.SevenZArchiveEntry;
import org.apache.commons.compress.archivers.sevenz.SevenZMethodConfiguration;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.tukaani.xz.LZMA2Options;

/**
 * The compression methods of 7z, and the library's messages about methods that it doesn't support.
 */
final class SevenZipMethods {
  private static final String UNKNOWN_METHOD = "Unsupported compression method ";
  private static final String SEVERAL_STREAMS = "Multi input/output stream coders";
  private static final String WRONG_CHECKSUM = "Checksum verification failed";

  /** Source: Methods.txt of the LZMA SDK. */
  private static final Map<String, String> NAMES =
      Map.of("[3, 4, 1]", "PPMd", "[4, 1, 8]", "Deflate", "[4, 1, 9]", "Deflate64");

  private SevenZipMethods() {}

  /** Memory of the decompressors of an open member, in bytes. */
  static long memory(SevenZArchiveEntry entry) {
    long bytes = 0;
    if (entry.getContentMethods() != null) {
      for (SevenZMethodConfiguration method : entry.getContentMethods()) {
        if (method.getOptions() instanceof Integer window) {
          bytes += window;
        } else if (method.getOptions() instanceof LZMA2Options options) {
          bytes += options.getDictSize();
        }
      }
    }
    return Math.max(0, bytes);
  }

  /** Distinguishes an unsupported method from bad data. */
  static MalformedException explained(MalformedException fault) {
    String message = fault.getMessage();
    int unknown = message.indexOf(UNKNOWN_METHOD);
    if (unknown >= 0) {
      int from = unknown + UNKNOWN_METHOD.length();
      String id = message.substring(from, Math.max(from, message.indexOf(']', from) + 1));
      return unsupported("the 7z method " + NAMES.getOrDefault(id, id) + " is not supported");
    }
    return message.contains(SEVERAL_STREAMS)
        ? unsupported("the 7z method BCJ2 is not supported")
        : fault;
  }

  private static MalformedException unsupported(String message) {
    return new MalformedException(Reason.UNSUPPORTED, 0, message);
  }

  /** Distinguishes a wrong checksum from data that can't be decompressed. */
  static IOException checksum(IOException fault, long position) {
    String message = fault.getMessage();
    if (message != null && message.startsWith(WRONG_CHECKSUM)) {
      throw new MalformedException(Reason.CHECKSUM, position, "the member's checksum is wrong");
    }
    return fault;
  }
}
