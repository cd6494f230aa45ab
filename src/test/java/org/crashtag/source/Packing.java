package org.crashtag.source;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.sevenz.SevenZArchiveEntry;
import org.apache.commons.compress.archivers.sevenz.SevenZOutputFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.LZMAOutputStream;
import org.tukaani.xz.XZOutputStream;

/** Packs files for tests, in memory. */
public final class Packing {
  private Packing() {}

  /** A zip of members in the map's order. */
  public static byte[] zip(Map<String, byte[]> members) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> member : members.entrySet()) {
        zip.putArchiveEntry(new ZipArchiveEntry(member.getKey()));
        zip.write(member.getValue());
        zip.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  /** A 7z, solid as far as its writer makes it. */
  public static byte[] sevenZip(Map<String, byte[]> members) throws IOException {
    SeekableInMemoryByteChannel channel = new SeekableInMemoryByteChannel();
    try (SevenZOutputFile file = new SevenZOutputFile(channel)) {
      for (Map.Entry<String, byte[]> member : members.entrySet()) {
        SevenZArchiveEntry entry = new SevenZArchiveEntry();
        entry.setName(member.getKey());
        file.putArchiveEntry(entry);
        file.write(member.getValue());
        file.closeArchiveEntry();
      }
    }
    return java.util.Arrays.copyOf(channel.array(), (int) channel.size());
  }

  /** A tar. */
  public static byte[] tar(Map<String, byte[]> members) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> member : members.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(member.getKey());
        entry.setSize(member.getValue().length);
        tar.putArchiveEntry(entry);
        tar.write(member.getValue());
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  private interface Wrapper {
    OutputStream wrap(OutputStream out) throws IOException;
  }

  private static byte[] compress(byte[] bytes, Wrapper wrapper) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream stream = wrapper.wrap(out)) {
      stream.write(bytes);
    }
    return out.toByteArray();
  }

  /** One gzip member. */
  public static byte[] gzip(byte[] bytes) throws IOException {
    return compress(bytes, GZIPOutputStream::new);
  }

  /** One Zstandard frame. */
  public static byte[] zstd(byte[] bytes) throws IOException {
    return compress(bytes, ZstdOutputStream::new);
  }

  /** A bzip2 stream. */
  public static byte[] bzip2(byte[] bytes) throws IOException {
    return compress(bytes, BZip2CompressorOutputStream::new);
  }

  /** LZMA with a header and nothing else. */
  public static byte[] lzma(byte[] bytes) throws IOException {
    return compress(bytes, out -> new LZMAOutputStream(out, new LZMA2Options(0), -1));
  }

  /** An xz stream with a small window. */
  public static byte[] xz(byte[] bytes) throws IOException {
    return compress(bytes, out -> new XZOutputStream(out, new LZMA2Options(0)));
  }
}
