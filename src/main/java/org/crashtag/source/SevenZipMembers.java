package org.crashtag.source;

import static org.crashtag.bytes.MalformedException.verify;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.sevenz.SevenZArchiveEntry;
import org.apache.commons.compress.archivers.sevenz.SevenZFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;

/**
 * The members of a 7z. Its directory is at its end, so a 7z inside another archive is held in
 * memory.
 *
 * <pre>
 * start of the file:  0x00 u8[6] 0x37 0x7A 0xBC 0xAF 0x27 0x1C   0x06 u8[2] version
 *    0x08 u32 CRC-32 of what follows   0x0C u64 offset of the directory, from the end of this header
 *    0x14 u64 directory's bytes   0x1C u32 directory's CRC-32
 * </pre>
 *
 * <p>Source: 7zFormat.txt of the LZMA SDK, which is in the public domain.
 */
final class SevenZipMembers {
  private static final int MOST_NESTED_BYTES = 64 << 20;
  private static final int READ_BYTES = 1 << 16;
  private static final int START_HEADER_BYTES = 0x20;
  private static final int DIRECTORY_OFFSET_AT = 0x0C;
  private static final int DIRECTORY_BYTES_AT = 0x14;

  /** How many entries may be read again because earlier members couldn't be opened. */
  private static final long MOST_ENTRIES_READ_AGAIN = 1_000_000;

  private final ArchiveLevel level;
  private final SeekableByteChannel channel;
  private SevenZFile file;
  private long readAgain;
  private long decoded;

  private SevenZipMembers(ArchiveLevel level, SeekableByteChannel channel) throws IOException {
    this.level = level;
    this.channel = channel;
    this.file = open();
  }

  static void walk(ArchiveLevel level, InputStream in) throws IOException {
    Budget budget = level.budget();
    long before = budget.memoryLeft();
    try {
      walk(level, new SeekableInMemoryByteChannel(held(in, budget)));
    } finally {
      budget.takeMemory(budget.memoryLeft() - before);
    }
  }

  private static byte[] held(InputStream in, Budget budget) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] piece = new byte[READ_BYTES];
    for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
      verify(
          bytes.size() + count <= MOST_NESTED_BYTES,
          Reason.LIMIT,
          0,
          "a 7z inside another archive is longer than " + MOST_NESTED_BYTES + " bytes");
      budget.takeMemory(count);
      bytes.write(piece, 0, count);
    }
    return bytes.toByteArray();
  }

  static void walk(ArchiveLevel level, SeekableByteChannel channel) throws IOException {
    SevenZipMembers members = new SevenZipMembers(level, channel);
    try {
      members.walk();
    } finally {
      members.file.close();
    }
  }

  private SevenZFile open() throws IOException {
    verifyWhole(channel);
    return Faults.boundary(
        0,
        () ->
            SevenZFile.builder()
                .setSeekableByteChannel(channel.position(0))
                .setMaxMemoryLimitKiB(level.budget().memoryLeftKib())
                .get());
  }

  /** The first header says where the directory ends, which is the end of the file. */
  private static void verifyWhole(SeekableByteChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(START_HEADER_BYTES);
    channel.position(0);
    while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
      // Until it is full, or the file ends.
    }
    Bytes header = Bytes.of(buffer.array(), 0, buffer.position(), 0);
    verify(header.length() == START_HEADER_BYTES, Reason.TRUNCATED, 0, "the 7z is cut off");
    long offset = header.i64(DIRECTORY_OFFSET_AT);
    long size = header.i64(DIRECTORY_BYTES_AT);
    long left = channel.size() - START_HEADER_BYTES;
    verify(
        offset < 0 || size < 0 || (offset <= left && size <= left - offset),
        Reason.TRUNCATED,
        channel.size(),
        "the 7z is cut off: its directory would be beyond the end");
  }

  /**
   * A member as the directory states it.
   *
   * @param checksum CRC-32, or {@link VerifiedStream#UNKNOWN}
   */
  private record Stated(SevenZArchiveEntry entry, long checksum) {}

  private void walk() throws IOException {
    List<Stated> entries = entries();
    level.budget().checkMembers(entries.stream().filter(one -> one.entry.hasStream()).count());
    for (int i = 0; i < entries.size() && !level.isDone(); i++) {
      SevenZArchiveEntry entry = entries.get(i).entry;
      if (entry.hasStream() && !entry.isDirectory()) {
        String path = level.path(entry.getName() == null ? "" : entry.getName());
        if (!member(path, entries.get(i))) {
          // After a failure, a reader returns wrong bytes for the following members.
          entries = again(entries.size());
        }
      }
    }
  }

  /**
   * The library would compare the checksums of the members that it passes over, too, and one wrong
   * one would cost all that follow in the same folder: they are compared here.
   */
  private List<Stated> entries() {
    List<Stated> entries = new ArrayList<>();
    for (SevenZArchiveEntry entry : file.getEntries()) {
      boolean known = entry.getHasCrc();
      long checksum = known ? entry.getCrcValue() & 0xFFFFFFFFL : VerifiedStream.UNKNOWN;
      entry.setHasCrc(false);
      entries.add(new Stated(entry, checksum));
    }
    return entries;
  }

  private List<Stated> again(int entries) throws IOException {
    readAgain += entries;
    verify(
        readAgain <= MOST_ENTRIES_READ_AGAIN,
        Reason.LIMIT,
        0,
        "too many members of the 7z can't be read");
    // Reaching the next member can require decompressing earlier ones again.
    level.budget().addBytes(decoded, 0);
    file = open();
    return entries();
  }

  /** Reads a member to its end; false if that fails. */
  private boolean member(String path, Stated stated) throws IOException {
    SevenZArchiveEntry entry = stated.entry;
    EntryStream in;
    long memory;
    try {
      in = new EntryStream(Faults.boundary(0, () -> file.getInputStream(entry)), stated);
      memory = SevenZipMethods.memory(entry);
      level.budget().takeMemory(memory);
    } catch (MalformedException e) {
      if (level.accepts(path)) {
        level.fault(path, entry.getSize(), SevenZipMethods.explained(e));
      }
      return false;
    }
    try {
      if (level.accepts(path)) {
        level.member(path, entry.getSize(), in);
      }
      if (!level.isDone() && !in.failed) {
        drain(in);
      }
    } finally {
      level.budget().takeMemory(-memory);
      decoded += in.position;
    }
    return !in.failed;
  }

  /** The rest of a member must be decompressed to reach the next one. */
  private void drain(EntryStream in) throws IOException {
    try {
      new MemberStream(in, level.budget()).skip(Long.MAX_VALUE);
    } catch (MalformedException e) {
      // A visitor that uses the member reads it to its end and gets the fault.
      if (!in.failed && !in.ended) {
        throw e;
      }
    }
  }

  /**
   * One member. Its end is only reported if its length and checksum are those that the archive
   * states.
   */
  private static final class EntryStream extends InputStream {
    private final InputStream in;
    private final long size;
    private final long checksum;
    private final CRC32 sum = new CRC32();
    private long position;
    private boolean failed;

    /** All bytes were read: whatever the checksum says, the reader is at the next member. */
    private boolean ended;

    EntryStream(InputStream in, Stated stated) {
      this.in = in;
      this.size = stated.entry.getSize();
      this.checksum = stated.checksum;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int at, int count) throws IOException {
      boolean done = false;
      try {
        int more = in.read(into, at, count);
        verify(
            more >= 0 || position == size,
            Reason.CORRUPT,
            position,
            "the member has " + position + " bytes, the archive states " + size);
        done = true;
        if (more < 0) {
          ended = true;
          verifyChecksum();
        } else {
          sum.update(into, at, more);
          position += more;
        }
        return more;
      } catch (IOException e) {
        throw SevenZipMethods.checksum(e, position);
      } finally {
        failed |= !done;
      }
    }

    private void verifyChecksum() {
      verify(
          checksum == VerifiedStream.UNKNOWN || sum.getValue() == checksum,
          Reason.CHECKSUM,
          position,
          "the member's checksum is wrong");
    }
  }
}
