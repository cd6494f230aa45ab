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
 * What a user asks of a run.
 *
 * @param output the output folder
 * @param reading which sources are read
 * @param decoding which blobs are decoded, and by what
 * @param writing which rows and bytes are written
 * @param privacy what becomes of private columns
 * @param description what the manifest says of the options
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
  /** New sources between two commits unless the user says otherwise. */
  public static final int DEFAULT_BATCH = 100_000;

  public RunOptions {
    beam = List.copyOf(beam);
  }

  /** What becomes of links to folders. */
  public enum Links {
    /** They are not followed. */
    SKIP,
    /** They are followed. */
    FOLLOW
  }

  /** Which blobs are hashed. */
  public enum Hashing {
    /** Those that are decoded or kept. */
    READ,
    /** All of them, including those that no decoder reads. */
    ALL
  }

  /**
   * Which sources are read.
   *
   * @param sources paths, folders and patterns
   * @param links to folders
   * @param limits what an archive may cost
   * @param batch most new sources between two commits
   */
  public record Reading(List<String> sources, Links links, Limits limits, int batch)
      implements Serializable {
    public Reading {
      sources = List.copyOf(sources);
    }

    /** With the usual limits and batches. */
    public static Reading of(List<String> sources) {
      return new Reading(sources, Links.SKIP, Limits.DEFAULT, DEFAULT_BATCH);
    }
  }

  /**
   * Which blobs are decoded, and by what.
   *
   * @param tags names of the tags that are decoded; empty for all
   * @param moreTags the user's own list of tag names
   * @param settings of single decoders: {@code etw.messages} to {@code all}
   * @param declared decoders of the pipeline file's own, which are asked first
   * @param texts of drivers' messages and events
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

    /** With the decoders that the program has, and without texts. */
    public static Decoding of(List<String> tags) {
      return new Decoding(tags, "", Map.of(), List.of(), TextCatalog.NONE);
    }
  }

  /**
   * Which rows and bytes are written.
   *
   * @param tables names of the tables that are written; empty for all
   * @param keep names of the tags whose bytes are kept
   * @param hashing of blobs
   * @param buckets how many groups sources are dealt into; 0 leaves that to their number
   */
  public record Writing(List<String> tables, List<String> keep, Hashing hashing, int buckets)
      implements Serializable {
    public Writing {
      tables = List.copyOf(tables);
      keep = List.copyOf(keep);
    }

    /** All tables, without the bytes of any blob. */
    public static Writing ofAllTables(Hashing hashing) {
      return new Writing(List.of(), List.of(), hashing, 0);
    }
  }

  /**
   * What becomes of private columns.
   *
   * @param keyFile file of the hashes' key, a path or a URI; its bytes are not part of the options
   */
  public record PrivateValues(Privacy.Mode mode, String keyFile) implements Serializable {
    /**
     * The fingerprint of the key that private values are hashed with; empty if they aren't.
     *
     * @throws IOException if the key can't be read
     */
    public String keyFingerprint() throws IOException {
      return mode == Privacy.Mode.HASH ? PrivateKey.fingerprint(keyFile) : "";
    }
  }

  /**
   * What the manifest says of the options.
   *
   * @param options all of them by name
   * @param pipelineSha256 of the pipeline file; empty without one
   */
  public record Description(Map<String, String> options, String pipelineSha256)
      implements Serializable {
    /** Without options and a pipeline file. */
    public static final Description NONE = new Description(Map.of(), "");

    public Description {
      options = Map.copyOf(options);
    }
  }

  /** The same with the bytes of these tags kept. */
  RunOptions withKeep(List<String> kept) {
    Writing keeping = new Writing(writing.tables, kept, writing.hashing, writing.buckets);
    return new RunOptions(output, reading, decoding, keeping, privacy, description, beam);
  }
}
