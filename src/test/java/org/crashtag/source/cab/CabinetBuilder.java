package org.crashtag.source.cab;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/**
 * Writes cabinets. Shares no layout with the reader.
 *
 * <pre>{@code
 * byte[] cabinet =
 *     new CabinetBuilder()
 *         .folder(new MszipEncoder())
 *         .file("memory.dmp", dump)
 *         .toBytes();
 * }</pre>
 */
@SuppressWarnings("ByteBufferBackingArray")
public final class CabinetBuilder {
  private static final int UTF_8_NAME = 0x80;
  private static final int ARCHIVE = 0x20;

  private final List<Folder> folders = new ArrayList<>();
  private final List<Entry> entries = new ArrayList<>();
  private int headerReserve;
  private int folderReserve;
  private int blockReserve;
  private boolean checksums = true;

  private static final class Folder {
    private final FolderEncoder encoder;
    private final List<Supplier<InputStream>> contents = new ArrayList<>();
    private long bytes;
    private long dataOffset;
    private int blocks;

    private Folder(FolderEncoder encoder) {
      this.encoder = encoder;
    }

    private InputStream content() {
      return new SequenceInputStream(
          Collections.enumeration(contents.stream().map(Supplier::get).toList()));
    }
  }

  private record Entry(String name, long bytes, long offset, int folder) {}

  /** Reserved bytes after the header, each folder's entry and each block's header. */
  public CabinetBuilder reserve(int header, int folder, int block) {
    headerReserve = header;
    folderReserve = folder;
    blockReserve = block;
    return this;
  }

  /** Writes 0 for each checksum, which means none. */
  public CabinetBuilder withoutChecksums() {
    checksums = false;
    return this;
  }

  /** Starts a folder, for the files that follow. */
  public CabinetBuilder folder(FolderEncoder encoder) {
    folders.add(new Folder(encoder));
    return this;
  }

  /** Adds a file to the last folder. */
  public CabinetBuilder file(String name, byte[] content) {
    return file(name, content.length, () -> new ByteArrayInputStream(content));
  }

  /** Adds a file of any size. */
  public CabinetBuilder file(String name, long bytes, Supplier<InputStream> content) {
    Folder folder = folders.get(folders.size() - 1);
    member(name, bytes, folder.bytes);
    folder.contents.add(content);
    folder.bytes += bytes;
    return this;
  }

  /** Adds an entry for bytes of the last folder that other files contain. */
  public CabinetBuilder member(String name, long bytes, long offset) {
    entries.add(new Entry(name, bytes, offset, folders.size() - 1));
    return this;
  }

  /** The cabinet. */
  public byte[] toBytes() {
    ByteArrayOutputStream blocks = new ByteArrayOutputStream();
    try {
      writeBlocks(blocks);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(tables(tablesBytes() + blocks.size()));
    all.writeBytes(blocks.toByteArray());
    return all.toByteArray();
  }

  /** Writes the cabinet to a file, whatever its size. */
  public void write(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      channel.position(tablesBytes());
      OutputStream blocks = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 20);
      writeBlocks(blocks);
      blocks.flush();
      channel.write(ByteBuffer.wrap(tables(channel.size())), 0);
    }
  }

  private void writeBlocks(OutputStream out) throws IOException {
    long[] offset = {tablesBytes()};
    for (Folder folder : folders) {
      folder.dataOffset = offset[0];
      folder.blocks = 0;
      try (InputStream content = folder.content()) {
        folder.encoder.encode(
            content,
            (packed, bytes) -> {
              byte[] block = block(packed, bytes);
              out.write(block);
              offset[0] += block.length;
              folder.blocks++;
            });
      }
    }
  }

  private byte[] block(byte[] packed, int bytes) {
    byte[] block = new byte[8 + blockReserve + packed.length];
    ByteBuffer fields = little(block);
    fields.putInt(0).putShort((short) packed.length).putShort((short) bytes);
    fields.put(filler(blockReserve)).put(packed);
    if (checksums) {
      repairChecksum(block, 0, blockReserve);
    }
    return block;
  }

  /** Corrects the checksum of the block at {@code at}, whose sizes must be right. */
  static void repairChecksum(byte[] cabinet, int at, int reserve) {
    ByteBuffer bytes = little(cabinet);
    int packed = bytes.getShort(at + 4) & 0xFFFF;
    int header = sum(bytes, at + 4, 4 + reserve);
    bytes.putInt(at, header ^ sum(bytes, at + 8 + reserve, packed));
  }

  private static int sum(ByteBuffer bytes, int from, int size) {
    int sum = 0;
    int at = from;
    for (; at + 4 <= from + size; at += 4) {
      sum ^= bytes.getInt(at);
    }
    int rest = 0;
    for (; at < from + size; at++) {
      rest = rest * 256 + (bytes.get(at) & 0xFF);
    }
    return sum ^ rest;
  }

  private boolean hasReserve() {
    return headerReserve + folderReserve + blockReserve > 0;
  }

  private int filesOffset() {
    return 36 + (hasReserve() ? 4 + headerReserve : 0) + folders.size() * (8 + folderReserve);
  }

  private int tablesBytes() {
    return filesOffset() + entries.stream().mapToInt(it -> 17 + nameBytes(it).length).sum();
  }

  private static byte[] nameBytes(Entry entry) {
    return entry.name.getBytes(StandardCharsets.UTF_8);
  }

  private byte[] tables(long size) {
    byte[] result = new byte[tablesBytes()];
    ByteBuffer tables = little(result);
    tables.put("MSCF".getBytes(StandardCharsets.US_ASCII)).putInt(0);
    tables.putInt((int) size).putInt(0).putInt(filesOffset()).putInt(0);
    tables.put((byte) 3).put((byte) 1);
    tables.putShort((short) folders.size()).putShort((short) entries.size());
    tables.putShort((short) (hasReserve() ? 4 : 0)).putShort((short) 0x1234).putShort((short) 0);
    if (hasReserve()) {
      tables.putShort((short) headerReserve).put((byte) folderReserve).put((byte) blockReserve);
      tables.put(filler(headerReserve));
    }
    for (Folder folder : folders) {
      tables.putInt((int) folder.dataOffset).putShort((short) folder.blocks);
      tables.putShort((short) folder.encoder.method()).put(filler(folderReserve));
    }
    for (Entry entry : entries) {
      tables.putInt((int) entry.bytes).putInt((int) entry.offset).putShort((short) entry.folder);
      tables.putShort((short) 0x5AC1).putShort((short) 0x6000);
      tables.putShort((short) (ARCHIVE | UTF_8_NAME)).put(nameBytes(entry)).put((byte) 0);
    }
    return result;
  }

  private static byte[] filler(int size) {
    byte[] filler = new byte[size];
    for (int i = 0; i < size; i++) {
      filler[i] = (byte) (0xA0 + i);
    }
    return filler;
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
