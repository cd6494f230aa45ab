package org.crashtag.source;

import static org.crashtag.bytes.MalformedException.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import org.apache.commons.compress.PasswordRequiredException;
import org.apache.commons.compress.archivers.sevenz.SevenZArchiveEntry;
import org.apache.commons.compress.archivers.sevenz.SevenZFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;

/** A 7z's members. Its directory is at its end: one inside another archive is held in memory. */
final class SevenZipMembers {
  private static final int MEMORY_KIB = 128 << 10;
  private static final int MOST_NESTED_BYTES = 64 << 20;

  private SevenZipMembers() {}

  static void walk(SourceWalker.Walk walk, Member archive, InputStream in, int depth)
      throws IOException {
    byte[] bytes = in.readNBytes(MOST_NESTED_BYTES + 1);
    verify(
        bytes.length <= MOST_NESTED_BYTES,
        Reason.LIMIT,
        0,
        "a 7z inside another archive is longer than " + MOST_NESTED_BYTES + " bytes");
    walk(walk, archive, new SeekableInMemoryByteChannel(bytes), depth);
  }

  static void walk(SourceWalker.Walk walk, Member archive, SeekableByteChannel channel, int depth)
      throws IOException {
    try (SevenZFile file = open(channel)) {
      while (!walk.isDone()) {
        SevenZArchiveEntry entry = next(file);
        if (entry == null) {
          return;
        }
        String name = entry.getName() == null ? "" : entry.getName();
        if (entry.hasStream() && !entry.isDirectory()) {
          walk.solidMember(archive, name, entry.getSize(), new EntryStream(file), depth);
        }
      }
    }
  }

  private static SevenZFile open(SeekableByteChannel channel) throws IOException {
    try {
      return SevenZFile.builder()
          .setSeekableByteChannel(channel)
          .setMaxMemoryLimitKiB(MEMORY_KIB)
          .get();
    } catch (IOException e) {
      throw fault(e);
    } catch (RuntimeException e) {
      throw new MalformedException(Reason.CORRUPT, 0, "corrupt 7z directory: " + e);
    }
  }

  private static SevenZArchiveEntry next(SevenZFile file) throws IOException {
    try {
      return file.getNextEntry();
    } catch (IOException e) {
      throw fault(e);
    } catch (RuntimeException e) {
      throw new MalformedException(Reason.CORRUPT, 0, "corrupt 7z directory: " + e);
    }
  }

  private static IOException fault(IOException fault) {
    if (fault instanceof PasswordRequiredException) {
      throw new MalformedException(Reason.UNSUPPORTED, 0, "protected by a password");
    }
    return MemberStream.asFault(fault, 0);
  }

  /** The entry that the file stands at. */
  private static final class EntryStream extends InputStream {
    private final SevenZFile file;

    EntryStream(SevenZFile file) {
      this.file = file;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int at, int size) throws IOException {
      try {
        return file.read(into, at, size);
      } catch (PasswordRequiredException e) {
        throw fault(e);
      }
    }
  }
}
