package org.crashtag.layout.pdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes small PDBs. It shares nothing with the reader: bytes are appended in the order in which
 * the formats' descriptions list them. Blocks are scattered: the file's last hold the first
 * streams.
 */
public final class PdbBuilder {
  static final int X86 = 0x14C;
  static final int X64 = 0x8664;
  static final int ARM64 = 0xAA64;

  /** Of the compilers' own types. */
  static final int ULONG = 0x22;

  static final int INT = 0x74;
  static final int UCHAR = 0x20;
  static final int ULONGLONG = 0x23;

  private static final int BLOCK = 512;

  private final Bytes types = new Bytes();
  private final Bytes symbols = new Bytes();
  private int machine = X64;
  private int nextType = 0x1000;
  private int paddingStreamBytes;
  private final List<byte[]> modules = new ArrayList<>();
  private Bytes moduleList = new Bytes();

  PdbBuilder machine(int newMachine) {
    machine = newMachine;
    return this;
  }

  /** A stream of this many zeros, which is never read. */
  PdbBuilder padding(int bytes) {
    paddingStreamBytes = bytes;
    return this;
  }

  /** A module with these symbols; its stream is the first that is free. */
  public PdbBuilder module(String name, Symbols moduleSymbols) {
    byte[] bytes = bytes().u32(4).raw(moduleSymbols.all).out.toByteArray();
    moduleIn(6 + modules.size(), bytes.length, name);
    modules.add(bytes);
    return this;
  }

  /** A module that claims this many bytes of symbols in a stream. */
  PdbBuilder moduleIn(int stream, long symbolBytes, String name) {
    moduleList.raw(new byte[0x22]).u16(stream).u32(symbolBytes).raw(new byte[0x18]);
    moduleList.text(name).text(name + ".obj").align();
    return this;
  }

  /** Replaces the list of modules by bytes. */
  PdbBuilder moduleList(Bytes list) {
    moduleList = list;
    return this;
  }

  /** Symbols of a module, appended. */
  public static final class Symbols {
    private final Bytes all = new Bytes();

    /** A symbol of any kind. */
    Symbols symbol(int kind, Bytes body) {
      all.u16(body.length() + 2).u16(kind).raw(body);
      return this;
    }

    /** A symbol that claims this many bytes. */
    Symbols symbolOf(int length, int kind) {
      all.u16(length).u16(kind);
      return this;
    }

    /** A procedure. */
    public Symbols procedure(String name) {
      return symbol(0x1110, bytes().raw(new byte[35]).text(name).align());
    }

    /** An annotation in the procedure before it. */
    public Symbols annotation(String... texts) {
      Bytes body = bytes().u32(0x10).u16(1).u16(texts.length);
      for (String text : texts) {
        body.text(text);
      }
      return symbol(0x1019, body.align());
    }
  }

  /** Little-endian bytes, appended. */
  static final class Bytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Bytes u8(int value) {
      out.write(value);
      return this;
    }

    Bytes u16(int value) {
      return u8(value & 0xFF).u8(value >> 8 & 0xFF);
    }

    Bytes u32(long value) {
      return u16((int) value & 0xFFFF).u16((int) (value >> 16) & 0xFFFF);
    }

    Bytes text(String value) {
      return raw(value.getBytes(UTF_8)).u8(0);
    }

    Bytes raw(byte[] bytes) {
      out.writeBytes(bytes);
      return this;
    }

    Bytes raw(Bytes bytes) {
      return raw(bytes.out.toByteArray());
    }

    /** A number in the form that compilers would choose. */
    Bytes number(long value) {
      if (value >= 0 && value < 0x8000) {
        return u16((int) value);
      }
      if (value >= 0 && value <= 0xFFFF) {
        return u16(0x8002).u16((int) value);
      }
      if (value >= Byte.MIN_VALUE && value < 0) {
        return u16(0x8000).u8((int) value);
      }
      if (value >= Short.MIN_VALUE && value < 0) {
        return u16(0x8001).u16((int) value);
      }
      if (value >= Integer.MIN_VALUE && value < 0) {
        return u16(0x8003).u32(value);
      }
      if (value >= 0 && value <= 0xFFFFFFFFL) {
        return u16(0x8004).u32(value);
      }
      return u16(value < 0 ? 0x8009 : 0x800A).u32(value).u32(value >> 32);
    }

    int length() {
      return out.size();
    }

    /** Up to a multiple of four, with bytes that tell how many are left. */
    Bytes align() {
      for (int left = -out.size() & 3; left > 0; left--) {
        u8(0xF0 + left);
      }
      return this;
    }
  }

  static Bytes bytes() {
    return new Bytes();
  }

  static Bytes member(String name, int type, long offset) {
    return bytes().u16(0x150D).u16(3).u32(type).number(offset).text(name).align();
  }

  static Bytes constant(String name, long value) {
    return bytes().u16(0x1502).u16(3).number(value).text(name).align();
  }

  static Bytes base(int type, long offset) {
    return bytes().u16(0x1400).u16(3).u32(type).number(offset).align();
  }

  static Bytes virtualTable(int type) {
    return bytes().u16(0x1409).u16(0).u32(type);
  }

  static Bytes continuation(int list) {
    return bytes().u16(0x1404).u16(0).u32(list);
  }

  /** A record of any kind; its index. */
  int record(int kind, Bytes body) {
    Bytes record = bytes().u16(0).u16(kind).raw(body).align();
    types.u16(record.length() - 2).u16(kind).raw(body).align();
    return nextType++;
  }

  /** The index that the next record will have. */
  int next() {
    return nextType;
  }

  int fields(Bytes... members) {
    Bytes body = bytes();
    for (Bytes member : members) {
      body.raw(member);
    }
    return record(0x1203, body);
  }

  int structure(String name, long size, int fields) {
    return record(0x1505, bytes().u16(1).u16(0).u32(fields).u32(0).u32(0).number(size).text(name));
  }

  int union(String name, long size, int fields) {
    return record(0x1506, bytes().u16(1).u16(0).u32(fields).number(size).text(name));
  }

  /** Names a structure that another record defines. */
  int forward(String name) {
    return record(0x1505, bytes().u16(0).u16(0x80).u32(0).u32(0).u32(0).number(0).text(name));
  }

  /** With the property 0x200 that says so. */
  int structure(String name, String uniqueName, boolean isForward, long size, int fields) {
    return record(
        0x1505,
        bytes()
            .u16(1)
            .u16(isForward ? 0x280 : 0x200)
            .u32(fields)
            .u32(0)
            .u32(0)
            .number(size)
            .text(name)
            .text(uniqueName));
  }

  int enumeration(String name, int storedAs, int fields) {
    return record(0x1507, bytes().u16(1).u16(0).u32(storedAs).u32(fields).text(name));
  }

  /** An enumeration of one constant. */
  public PdbBuilder enumeration(String name, int value, String constant) {
    enumeration(name, INT, fields(constant(constant, value)));
    return this;
  }

  int array(int of, long size) {
    return record(0x1503, bytes().u32(of).u32(ULONG).number(size).text(""));
  }

  int bitField(int of, int bits, int position) {
    return record(0x1205, bytes().u32(of).u8(bits).u8(position));
  }

  int pointer(int to) {
    boolean isWide = machine != X86;
    return record(0x1002, bytes().u32(to).u32(isWide ? 0x1000C : 0x800A));
  }

  int modifier(int of) {
    return record(0x1001, bytes().u32(of).u16(1));
  }

  PdbBuilder typedef(String name, int type) {
    Bytes body = bytes().u32(type).text(name);
    while (body.length() % 4 != 0) {
      body.u8(0);
    }
    symbols.u16(body.length() + 2).u16(0x1108).raw(body);
    return this;
  }

  private byte[] typeStream() {
    Bytes hashes = bytes();
    for (int i = 0; i < 9; i++) {
      hashes.u32(0);
    }
    return bytes()
        .u32(20040203)
        .u32(56)
        .u32(0x1000)
        .u32(nextType)
        .u32(types.length())
        .raw(hashes)
        .raw(types)
        .out
        .toByteArray();
  }

  private byte[] debugStream() {
    return bytes()
        .u32(-1)
        .u32(19990903)
        .u32(1)
        .u16(0xFFFF)
        .u16(0)
        .u16(0xFFFF)
        .u16(0)
        .u16(4)
        .u16(0)
        .u32(moduleList.length())
        .raw(new byte[28])
        .u16(0)
        .u16(machine)
        .u32(0)
        .raw(moduleList)
        .out
        .toByteArray();
  }

  /** The file. */
  public byte[] toBytes() {
    List<byte[]> streams = new ArrayList<>();
    streams.addAll(
        List.of(
            new byte[0],
            bytes().u32(20000404).u32(1).u32(1).raw(new byte[16]).out.toByteArray(),
            typeStream(),
            debugStream(),
            symbols.out.toByteArray(),
            new byte[paddingStreamBytes]));
    streams.addAll(modules);
    Bytes directory = bytes().u32(streams.size());
    streams.forEach(stream -> directory.u32(stream.length));
    int content = streams.stream().mapToInt(stream -> blocks(stream.length)).sum();
    int directoryBlocks = blocks(directory.length() + 4 * content);
    int mapBlocks = blocks(4 * directoryBlocks);
    int all = 3 + mapBlocks + directoryBlocks + content;
    ByteBuffer file = ByteBuffer.allocate(all * BLOCK).order(ByteOrder.LITTLE_ENDIAN);

    List<Integer> used = new ArrayList<>();
    int block = all;
    for (byte[] stream : streams) {
      for (int at = 0; at < stream.length; at += BLOCK) {
        used.add(--block);
        file.position(block * BLOCK).put(stream, at, Math.min(BLOCK, stream.length - at));
      }
    }
    used.forEach(directory::u32);
    byte[] directoryBytes = directory.out.toByteArray();
    int firstOfDirectory = 3 + mapBlocks;
    file.position(firstOfDirectory * BLOCK).put(directoryBytes);
    file.position(3 * BLOCK);
    for (int i = 0; i < directoryBlocks; i++) {
      file.putInt(firstOfDirectory + i);
    }
    file.position(0)
        .put("Microsoft C/C++ MSF 7.00\r\n\u001ADS\0\0\0".getBytes(UTF_8))
        .putInt(BLOCK)
        .putInt(1)
        .putInt(all)
        .putInt(directoryBytes.length)
        .putInt(0);
    for (int i = 0; i < mapBlocks; i++) {
      file.putInt(3 + i);
    }
    return file.array();
  }

  private static int blocks(int bytes) {
    return (bytes + BLOCK - 1) / BLOCK;
  }
}
