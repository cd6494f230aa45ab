package org.crashtag.source;

import static java.nio.charset.StandardCharsets.UTF_8;
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
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;

/**
 * A zip's members: by its directory where it can be read at any place, else by the headers in front
 * of them.
 */
final class ZipMembers {
  // Local header: 0x00 u32 signature  0x1A u16 name bytes  0x1C u16 extra bytes  0x1E the name
  private static final int LOCAL_HEADER_BYTES = 0x1E;
  private static final long LOCAL_SIGNATURE = 0x04034B50L;

  private ZipMembers() {}

  static void walk(SourceWalker.Walk walk, Member archive, SeekableByteChannel channel, int depth)
      throws IOException {
    walk.budget().checkMembers(ZipDirectory.members(channel, walk.budget().membersLeft() + 1));
    try (ZipFile zip = open(channel)) {
      List<ZipArchiveEntry> entries = Collections.list(zip.getEntriesInPhysicalOrder());
      verifyApart(entries);
      for (ZipArchiveEntry entry : entries) {
        if (walk.isDone()) {
          return;
        }
        if (!entry.isDirectory() && walk.wants(archive, entry.getName())) {
          member(walk, archive, channel, zip, entry, depth);
        }
      }
    }
  }

  private static ZipFile open(SeekableByteChannel channel) throws IOException {
    try {
      return ZipFile.builder()
          .setSeekableByteChannel(channel)
          .setIgnoreLocalFileHeader(false)
          .get();
    } catch (IOException e) {
      throw MemberStream.asFault(e, 0);
    } catch (RuntimeException e) {
      throw new MalformedException(Reason.CORRUPT, 0, "corrupt zip directory: " + e);
    }
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
          entry.getLocalHeaderOffset()
              + LOCAL_HEADER_BYTES
              + Math.max(0, entry.getCompressedSize());
    }
  }

  private static void member(
      SourceWalker.Walk walk,
      Member archive,
      SeekableByteChannel channel,
      ZipFile zip,
      ZipArchiveEntry entry,
      int depth)
      throws IOException {
    try {
      verifyReadable(entry, zip.canReadEntryData(entry));
      verifyLocalHeader(channel, entry);
    } catch (MalformedException e) {
      walk.fault(archive, entry.getName(), entry.getSize(), e);
      return;
    }
    try (InputStream in = zip.getInputStream(entry)) {
      walk.member(archive, entry.getName(), entry.getSize(), in, depth);
    } catch (ZipException e) {
      walk.fault(
          archive,
          entry.getName(),
          entry.getSize(),
          new MalformedException(Reason.CORRUPT, 0, e.getMessage()));
    }
  }

  private static void verifyReadable(ZipArchiveEntry entry, boolean readable) {
    verify(
        !entry.getGeneralPurposeBit().usesEncryption(),
        Reason.UNSUPPORTED,
        0,
        "protected by a password");
    verify(readable, Reason.UNSUPPORTED, 0, "zip method " + entry.getMethod());
  }

  /** Both headers name a member; where they don't agree, either could be meant to deceive. */
  private static void verifyLocalHeader(SeekableByteChannel channel, ZipArchiveEntry entry)
      throws IOException {
    long offset = entry.getLocalHeaderOffset();
    byte[] name = entry.getRawName();
    ByteBuffer buffer = ByteBuffer.allocate(LOCAL_HEADER_BYTES + name.length);
    channel.position(offset);
    while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
      // Until it is full, or the file ends.
    }
    Bytes header = Bytes.of(buffer.array(), 0, buffer.position(), offset);
    verify(
        header.length() == LOCAL_HEADER_BYTES + name.length
            && header.u32(0) == LOCAL_SIGNATURE
            && header.u16(0x1A) == name.length
            && Arrays.equals(header.slice(LOCAL_HEADER_BYTES, name.length).toArray(), name),
        Reason.CORRUPT,
        offset,
        "the zip's directory and the header of this member disagree");
  }

  static void walk(SourceWalker.Walk walk, Member archive, InputStream in, int depth)
      throws IOException {
    ZipArchiveInputStream zip = new ZipArchiveInputStream(in, UTF_8.name(), true);
    while (!walk.isDone()) {
      ZipArchiveEntry entry = next(zip);
      if (entry == null) {
        return;
      }
      try {
        verifyReadable(entry, zip.canReadEntryData(entry));
      } catch (MalformedException e) {
        walk.fault(archive, entry.getName(), entry.getSize(), e);
        continue;
      }
      if (!entry.isDirectory()) {
        walk.solidMember(archive, entry.getName(), entry.getSize(), zip, depth);
      }
    }
  }

  private static ZipArchiveEntry next(ZipArchiveInputStream zip) throws IOException {
    try {
      return zip.getNextEntry();
    } catch (IOException e) {
      throw MemberStream.asFault(e, zip.getBytesRead());
    } catch (RuntimeException e) {
      throw new MalformedException(Reason.CORRUPT, zip.getBytesRead(), "corrupt zip: " + e);
    }
  }
}
