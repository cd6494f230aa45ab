package org.crashtag.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.crashtag.bytes.MalformedException.verify;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.crashtag.bytes.Reason;

/** The members of a tar. */
final class TarMembers {
  /**
   * Maximum size of everything that precedes one member's data: headers, long names, pax records.
   */
  private static final int MOST_HEADER_BYTES = 1 << 20;

  /** The pax record with the name in UTF-8; a sparse file uses another one. */
  private static final String[] PAX_NAMES = {" path=", ".name="};

  private TarMembers() {}

  static void walk(ArchiveLevel level, InputStream in) throws IOException {
    Headers headers = new Headers(in);
    // Keeps the bytes of names unchanged, one character each.
    TarArchiveInputStream tar = new TarArchiveInputStream(headers, ISO_8859_1.name());
    while (!level.isDone()) {
      TarArchiveEntry entry = Faults.boundary(tar.getBytesRead(), () -> next(headers, tar));
      if (entry == null) {
        return;
      }
      if (entry.isFile()) {
        String path = level.path(headers.name(entry.getName()));
        if (level.accepts(path)) {
          level.member(path, entry.getRealSize(), tar);
        }
      }
      long offset = tar.getBytesRead();
      Faults.boundary(offset, () -> tar.skip(Long.MAX_VALUE));
    }
  }

  private static TarArchiveEntry next(Headers headers, TarArchiveInputStream tar)
      throws IOException {
    headers.begin();
    try {
      return tar.getNextEntry();
    } finally {
      headers.end();
    }
  }

  /**
   * Limits what the library reads before a member's data, which it would hold in memory at any
   * length.
   */
  private static final class Headers extends FilterInputStream {
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private boolean keeping;

    Headers(InputStream in) {
      super(in);
    }

    void begin() {
      kept.reset();
      keeping = true;
    }

    void end() {
      keeping = false;
    }

    /** A member's name, decoded from the bytes that the library returns. */
    String name(String given) {
      String headers = kept.toString(ISO_8859_1);
      for (String record : PAX_NAMES) {
        if (headers.contains(record)) {
          return given;
        }
      }
      return NameText.of(given.getBytes(ISO_8859_1));
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int at, int size) throws IOException {
      int count = in.read(into, at, size);
      if (keeping && count > 0) {
        verify(
            kept.size() + count <= MOST_HEADER_BYTES,
            Reason.LIMIT,
            0,
            "more than " + MOST_HEADER_BYTES + " bytes of headers before a tar's member");
        kept.write(into, at, count);
      }
      return count;
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
