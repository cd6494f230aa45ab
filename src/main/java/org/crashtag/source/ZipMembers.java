package org.crashtag.source;

import static org.crashtag.bytes.MalformedException.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;

/** The members of a zip with random access, by its directory. */
final class ZipMembers {
  private ZipMembers() {}

  static void walk(ArchiveLevel level, SeekableByteChannel channel) throws IOException {
    long most = Budget.sum(level.budget().membersLeft(), 1);
    level.budget().checkMembers(Faults.boundary(0, () -> ZipDirectory.members(channel, most)));
    try (ZipFile zip = Faults.boundary(0, () -> open(channel))) {
      List<ZipArchiveEntry> entries = Collections.list(zip.getEntriesInPhysicalOrder());
      verifyApart(entries);
      for (ZipArchiveEntry entry : entries) {
        if (level.isDone()) {
          return;
        }
        if (!entry.isDirectory()) {
          String path = level.path(name(entry));
          if (level.accepts(path)) {
            member(level, path, channel, zip, entry);
          }
        }
      }
    }
  }

  private static ZipFile open(SeekableByteChannel channel) throws IOException {
    // The rest of the header before a member is not needed, and can have any length.
    return ZipFile.builder().setSeekableByteChannel(channel).setIgnoreLocalFileHeader(true).get();
  }

  private static String name(ZipArchiveEntry entry) {
    return entry.getNameSource() == ZipArchiveEntry.NameSource.UNICODE_EXTRA_FIELD
        ? entry.getName()
        : NameText.of(entry.getRawName());
  }

  /** Members that share bytes are how a small zip claims petabytes. */
  private static void verifyApart(List<ZipArchiveEntry> entries) {
    List<ZipArchiveEntry> sorted = new ArrayList<>(entries);
    sorted.sort(Comparator.comparingLong(ZipArchiveEntry::getLocalHeaderOffset));
    long end = 0;
    for (ZipArchiveEntry entry : sorted) {
      verify(
          entry.getLocalHeaderOffset() >= end,
          Reason.CORRUPT,
          entry.getLocalHeaderOffset(),
          "members of the zip overlap");
      end =
          Budget.sum(
              entry.getLocalHeaderOffset() + ZipFormat.LOCAL_HEADER_BYTES,
              Math.max(0, entry.getCompressedSize()));
    }
  }

  private static void member(
      ArchiveLevel level,
      String path,
      SeekableByteChannel channel,
      ZipFile zip,
      ZipArchiveEntry entry)
      throws IOException {
    InputStream in;
    try {
      verifyReadable(entry, zip.canReadEntryData(entry));
      verifyLocalHeader(channel, entry);
      in = Faults.boundary(entry.getLocalHeaderOffset(), () -> zip.getInputStream(entry));
    } catch (MalformedException e) {
      level.fault(path, entry.getSize(), e);
      return;
    }
    try (in) {
      level.member(path, entry.getSize(), new VerifiedStream(in, entry.getSize(), entry.getCrc()));
    }
  }

  private static void verifyReadable(ZipArchiveEntry entry, boolean readable) {
    verify(
        !entry.getGeneralPurposeBit().usesEncryption(),
        Reason.UNSUPPORTED,
        0,
        "protected by a password");
    verify(
        readable, Reason.UNSUPPORTED, 0, "zip method " + entry.getMethod() + " is not supported");
  }

  /** Both headers name a member. If they disagree, either could be meant to deceive. */
  private static void verifyLocalHeader(SeekableByteChannel channel, ZipArchiveEntry entry)
      throws IOException {
    long offset = entry.getLocalHeaderOffset();
    byte[] name = entry.getRawName();
    ByteBuffer buffer = ByteBuffer.allocate(ZipFormat.LOCAL_HEADER_BYTES + name.length);
    channel.position(offset);
    while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
      // Until it is full, or the file ends.
    }
    Bytes header = Bytes.of(buffer.array(), 0, buffer.position(), offset);
    verify(
        header.length() == ZipFormat.LOCAL_HEADER_BYTES + name.length
            && header.u32(0) == ZipFormat.LOCAL_SIGNATURE
            && header.u16(ZipFormat.LOCAL_NAME_BYTES_AT) == name.length
            && Arrays.equals(
                header.slice(ZipFormat.LOCAL_HEADER_BYTES, name.length).toArray(), name),
        Reason.CORRUPT,
        offset,
        "the zip's directory and the header of this member disagree");
  }
}
