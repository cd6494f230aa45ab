package org.crashtag.decode.messages;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.crashtag.bytes.Guid;

/**
 * The content of a catalog and its sources: the next run reads only the sources that have changed.
 *
 * @param listing fingerprint of the paths, lengths, times and order of the sources
 * @param messages see {@link TextCatalog}
 * @param manifests see {@link TextCatalog}
 * @param sources in the order given
 * @param enumerations that messages mention, as far as a source has them
 * @param blocks which the sources share if they are equal
 */
record CatalogDirectory(
    String listing,
    String messages,
    String manifests,
    List<Source> sources,
    Enumerations enumerations,
    List<Block> blocks) {
  private static final int VERSION = 1;

  /** The start of SHA-256 of a block's bytes. */
  record Hash(long high, long low) {}

  /**
   * Where a block is in the file, compressed.
   *
   * @param bytes without compression
   */
  record Block(Hash hash, long offset, int length, int bytes) {}

  /** A block, and the GUID of messages or of a provider that it is for. */
  record Use(Guid guid, int block) {}

  /**
   * A source.
   *
   * @param kind of the file
   * @param path of the file
   * @param length of the file
   * @param modifiedMicros of the file
   * @param fault why it is not used; empty if it is used
   * @param remarks what its author should know
   * @param uses its blocks
   * @param mentioned enumerations that its messages mention
   * @param asked enumerations that were looked for in it
   * @param found those of them that it has
   */
  record Source(
      SourceFiles.Kind kind,
      String path,
      long length,
      long modifiedMicros,
      String fault,
      Set<String> remarks,
      List<Use> uses,
      Set<String> mentioned,
      Set<String> asked,
      Map<String, Map<Integer, String>> found) {
    boolean is(SourceFiles.SourceFile file) {
      return kind == file.kind()
          && path.equals(file.entry().path())
          && length == file.entry().length()
          && modifiedMicros == file.entry().modifiedMicros();
    }

    /** The same source with its blocks in another catalog. */
    Source withUses(List<Use> copied) {
      return new Source(
          kind, path, length, modifiedMicros, fault, remarks, copied, mentioned, asked, found);
    }

    /**
     * The same source after a search for enumerations.
     *
     * @param remark what its author should know of it; empty for nothing
     */
    Source searched(
        Set<String> nowAsked, Map<String, Map<Integer, String>> nowFound, String remark) {
      return new Source(
          kind,
          path,
          length,
          modifiedMicros,
          fault,
          remark.isEmpty() ? Set.of() : Set.of(remark),
          uses,
          mentioned,
          nowAsked,
          nowFound);
    }
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(VERSION);
    Texts.write(out, listing);
    Texts.write(out, messages);
    Texts.write(out, manifests);
    out.writeInt(blocks.size());
    for (Block block : blocks) {
      out.writeLong(block.hash.high);
      out.writeLong(block.hash.low);
      out.writeLong(block.offset);
      out.writeInt(block.length);
      out.writeInt(block.bytes);
    }
    out.writeInt(sources.size());
    for (Source source : sources) {
      write(out, source);
    }
    Texts.writeEnumerations(out, enumerations.byName());
  }

  private static void write(DataOutput out, Source source) throws IOException {
    Texts.write(out, source.kind.name());
    Texts.write(out, source.path);
    out.writeLong(source.length);
    out.writeLong(source.modifiedMicros);
    Texts.write(out, source.fault);
    Texts.writeAll(out, source.remarks);
    out.writeInt(source.uses.size());
    for (Use use : source.uses) {
      out.writeLong(use.guid.high());
      out.writeLong(use.guid.low());
      out.writeInt(use.block);
    }
    Texts.writeAll(out, source.mentioned);
    Texts.writeAll(out, source.asked);
    Texts.writeEnumerations(out, source.found);
  }

  /**
   * Reads a directory.
   *
   * @throws IOException if it has another version
   */
  static CatalogDirectory read(DataInput in) throws IOException {
    int version = in.readInt();
    if (version != VERSION) {
      throw new IOException("unsupported catalog version " + version);
    }
    String listing = Texts.read(in);
    String messages = Texts.read(in);
    String manifests = Texts.read(in);
    int blockCount = in.readInt();
    List<Block> blocks = new ArrayList<>(blockCount);
    for (int i = 0; i < blockCount; i++) {
      Hash hash = new Hash(in.readLong(), in.readLong());
      blocks.add(new Block(hash, in.readLong(), in.readInt(), in.readInt()));
    }
    int sourceCount = in.readInt();
    List<Source> sources = new ArrayList<>(sourceCount);
    for (int i = 0; i < sourceCount; i++) {
      sources.add(readSource(in));
    }
    Enumerations enumerations = new Enumerations(Texts.readEnumerations(in));
    return new CatalogDirectory(listing, messages, manifests, sources, enumerations, blocks);
  }

  private static Source readSource(DataInput in) throws IOException {
    return new Source(
        SourceFiles.Kind.valueOf(Texts.read(in)),
        Texts.read(in),
        in.readLong(),
        in.readLong(),
        Texts.read(in),
        Texts.readAll(in),
        readUses(in),
        Texts.readAll(in),
        Texts.readAll(in),
        Texts.readEnumerations(in));
  }

  private static List<Use> readUses(DataInput in) throws IOException {
    int count = in.readInt();
    List<Use> uses = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      uses.add(new Use(new Guid(in.readLong(), in.readLong()), in.readInt()));
    }
    return uses;
  }
}
