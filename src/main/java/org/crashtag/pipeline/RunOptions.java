package org.crashtag.pipeline;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.crashtag.decode.Privacy;
import org.crashtag.decode.declared.DeclaredDecoder;
import org.crashtag.decode.messages.TextCatalog;
import org.crashtag.source.Limits;

/**
 * The options of a run.
 *
 * @param output the output folder
 * @param reading the sources to read
 * @param decoding the blobs to decode, and their decoders
 * @param writing the rows and bytes to write
 * @param privacy the treatment of private columns
 * @param description the options for the manifest
 * @param beam Beam's own options, {@code --name=value}
 */
public record RunOptions(
    String output,
    Reading reading,
    Decoding decoding,
    Writing writing,
    PrivateValues privacy,
    Description description,
    List<String> beam)
    implements Serializable {
  /** Default of the maximum number of new sources between two commits. */
  public static final int DEFAULT_BATCH = 100_000;

  public RunOptions {
    beam = List.copyOf(beam);
  }

  /** The treatment of links to folders. */
  public enum Links {
    /** Links are not followed. */
    SKIP,
    /** Links are followed. */
    FOLLOW
  }

  /** The blobs to hash. */
  public enum Hashing {
    /** Blobs that are decoded or kept. */
    READ,
    /** All blobs, including those without a decoder. */
    ALL
  }

  /**
   * The sources to read.
   *
   * @param sources paths, folders and patterns
   * @param links to folders
   * @param limits limits of archives
   * @param batch maximum number of new sources between two commits
   */
  public record Reading(List<String> sources, Links links, Limits limits, int batch)
      implements Serializable {
    public Reading {
      sources = List.copyOf(sources);
    }

    /** The default limits and batches. */
    public static Reading of(List<String> sources) {
      return new Reading(sources, Links.SKIP, Limits.DEFAULT, DEFAULT_BATCH);
    }
  }

  /**
   * The blobs to decode, and their decoders.
   *
   * @param tags names of the tags to decode; empty for all
   * @param moreTags the user's own list of tag names
   * @param settings settings of decoders: {@code etw.messages} to {@code all}
   * @param declared the decoders that the pipeline file declares, which take precedence
   * @param texts texts of drivers' messages and events
   */
  public record Decoding(
      List<String> tags,
      String moreTags,
      Map<String, String> settings,
      List<DeclaredDecoder> declared,
      TextCatalog texts)
      implements Serializable {
    public Decoding {
      tags = List.copyOf(tags);
      settings = Map.copyOf(settings);
      declared = List.copyOf(declared);
    }

    /** The built-in decoders, without texts. */
    public static Decoding of(List<String> tags) {
      return new Decoding(tags, "", Map.of(), List.of(), TextCatalog.NONE);
    }
  }

  /**
   * The rows and bytes to write.
   *
   * @param tables names of the tables to write; empty for all
   * @param keep names of the tags whose bytes are kept
   * @param hashing of blobs
   * @param buckets number of buckets; 0 to derive it from the number of sources
   * @param measures whether statistics of the parts' columns are kept
   */
  public record Writing(
      List<String> tables, List<String> keep, Hashing hashing, int buckets, boolean measures)
      implements Serializable {
    public Writing {
      tables = List.copyOf(tables);
      keep = List.copyOf(keep);
    }

    /** All tables, without the bytes of blobs. */
    public static Writing ofAllTables(Hashing hashing) {
      return new Writing(List.of(), List.of(), hashing, 0, false);
    }
  }

  /**
   * The treatment of private columns.
   *
   * @param keyFile file with the key of the hashes, a path or a URI; its bytes are not part of the
   *     options
   */
  public record PrivateValues(Privacy.Mode mode, String keyFile) implements Serializable {
    /**
     * The fingerprint of the key with which private values are hashed; empty if they aren't hashed.
     *
     * @throws IOException if the key can't be read
     */
    public String keyFingerprint() throws IOException {
      return mode == Privacy.Mode.HASH ? PrivateKey.fingerprint(keyFile) : "";
    }
  }

  /**
   * The options for the manifest.
   *
   * @param options all options by name
   * @param pipelineSha256 SHA-256 of the pipeline file; empty if there is none
   */
  public record Description(Map<String, String> options, String pipelineSha256)
      implements Serializable {
    /** No options and no pipeline file. */
    public static final Description NONE = new Description(Map.of(), "");

    public Description {
      options = Map.copyOf(options);
    }
  }

  /** The same options, but with the bytes of these tags kept. */
  RunOptions withKeep(List<String> kept) {
    Writing keeping =
        new Writing(writing.tables, kept, writing.hashing, writing.buckets, writing.measures);
    return new RunOptions(output, reading, decoding, keeping, privacy, description, beam);
  }
}
