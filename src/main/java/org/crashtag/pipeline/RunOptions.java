package org.crashtag.pipeline;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.crashtag.decode.Privacy;
import org.crashtag.decode.declared.DeclaredDecoder;
import org.crashtag.decode.messages.TextCatalog;
import org.crashtag.source.Limits;

/**
 * What a user asks of a run.
 *
 * @param sources paths, folders and patterns
 * @param output the output folder
 * @param tags names of the tags that are decoded; empty for all
 * @param keep names of the tags whose bytes are kept
 * @param hashAll whether blobs that nobody decodes are hashed, too
 * @param tables names of the tables that are written; empty for all
 * @param moreTags the user's own list of tag names
 * @param privacy what becomes of private columns: hash, keep, drop
 * @param described all options by name, for the manifest
 * @param pipelineSha256 of the pipeline file; empty without one
 * @param beam Beam's own options, {@code --name=value}
 * @param limits what an archive may cost
 * @param settings of single decoders: {@code etw.messages} to {@code all}
 * @param batch most new sources between two commits
 * @param buckets how many groups sources are dealt into; 0 leaves that to their number
 * @param privateKey file of the hashes' key; its bytes travel nowhere
 * @param declared decoders of the pipeline file's own, which are asked first
 * @param texts of drivers' messages and events
 * @param follow whether links to folders are followed
 */
public record RunOptions(
    List<String> sources,
    String output,
    List<String> tags,
    List<String> keep,
    boolean hashAll,
    List<String> tables,
    String moreTags,
    String privacy,
    Map<String, String> described,
    String pipelineSha256,
    List<String> beam,
    Limits limits,
    Map<String, String> settings,
    int batch,
    int buckets,
    String privateKey,
    List<DeclaredDecoder> declared,
    TextCatalog texts,
    boolean follow)
    implements Serializable {
  /** New sources between two commits where nobody says otherwise. */
  public static final int DEFAULT_BATCH = 100_000;

  public RunOptions {
    sources = List.copyOf(sources);
    tags = List.copyOf(tags);
    keep = List.copyOf(keep);
    tables = List.copyOf(tables);
    described = Map.copyOf(described);
    beam = List.copyOf(beam);
    settings = Map.copyOf(settings);
    declared = List.copyOf(declared);
  }

  /** A run without decoders of a pipeline file's own, and without texts. */
  public RunOptions(
      List<String> sources,
      String output,
      List<String> tags,
      List<String> keep,
      boolean hashAll,
      List<String> tables,
      String moreTags,
      String privacy,
      Map<String, String> described,
      String pipelineSha256,
      List<String> beam,
      Limits limits,
      Map<String, String> settings,
      int batch,
      int buckets,
      String privateKey) {
    this(
        sources,
        output,
        tags,
        keep,
        hashAll,
        tables,
        moreTags,
        privacy,
        described,
        pipelineSha256,
        beam,
        limits,
        settings,
        batch,
        buckets,
        privateKey,
        List.of(),
        TextCatalog.NONE,
        false);
  }

  /**
   * The fingerprint of the key that private values are hashed with; empty if they aren't.
   *
   * @throws IOException if the key can't be read
   */
  public String keyFingerprint() throws IOException {
    boolean hashes = privacy.equals(Privacy.Mode.HASH.name().toLowerCase(Locale.ROOT));
    return hashes ? PrivateKey.fingerprint(Path.of(privateKey)) : "";
  }

  /** The same with the bytes of these tags kept. */
  RunOptions withKeep(List<String> kept) {
    return new RunOptions(
        sources,
        output,
        tags,
        kept,
        hashAll,
        tables,
        moreTags,
        privacy,
        described,
        pipelineSha256,
        beam,
        limits,
        settings,
        batch,
        buckets,
        privateKey,
        declared,
        texts,
        follow);
  }
}
