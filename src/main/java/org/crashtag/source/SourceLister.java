package org.crashtag.source;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.crashtag.storage.Storage;

/**
 * Resolves the user's input names to files. A name that exists is taken literally ({@code
 * dump[1].dmp}), a folder means all files below it, anything else is a pattern. Links to folders
 * are only followed on request, each file is listed once, and nothing below the output folder is
 * input.
 */
public final class SourceLister {
  /**
   * How often a folder that several links lead to is listed while no pattern matches a file in it.
   */
  private static final int MOST_LISTINGS = 8;

  private final Storage storage;
  private final Consumer<SourceFile> found;
  private final Consumer<Problem> problems;
  private final Set<String> seen = new HashSet<>();
  private final Optional<String> excluded;
  private final boolean follow;

  /**
   * How often each folder of the current name was listed, by canonical path; only if links are
   * followed.
   */
  private final Map<String, Integer> listings = new HashMap<>();

  /** The folders that are being listed, by canonical path; only if links are followed. */
  private final Set<String> open = new HashSet<>();

  /**
   * A name that gave no files.
   *
   * @param path the user's name, or the folder that could not be listed
   * @param message why, in a few words
   * @param matchesNothing whether there was no error, only no file; a pattern can match files later
   */
  public record Problem(String path, String message, boolean matchesNothing) {
    /** A failure. */
    public Problem(String path, String message) {
      this(path, message, false);
    }

    private static Problem ofNothing(String path, String message) {
      return new Problem(path, message, true);
    }
  }

  /**
   * @param found receives each file, in order
   * @param problems receives each pattern without a match and each folder that can't be read
   * @param excluded a folder that is never input, or empty
   */
  public SourceLister(
      Storage storage,
      Consumer<SourceFile> found,
      Consumer<Problem> problems,
      Optional<String> excluded)
      throws IOException {
    this(storage, found, problems, excluded, false);
  }

  /**
   * A lister that follows links to folders, or doesn't.
   *
   * @param follow whether to follow links to folders; each folder is listed once, and a file with
   *     several paths is found once, by the first path
   */
  public SourceLister(
      Storage storage,
      Consumer<SourceFile> found,
      Consumer<Problem> problems,
      Optional<String> excluded,
      boolean follow)
      throws IOException {
    this.follow = follow;
    this.storage = storage;
    this.found = found;
    this.problems = problems;
    this.excluded =
        excluded.isPresent() ? Optional.of(storage.canonical(excluded.get())) : Optional.empty();
  }

  /** The path of a file whose name is taken literally. */
  public String literal(String name) {
    String path = slashes(name);
    return path.startsWith("./") ? path.substring(2) : path;
  }

  /** Lists the files of one path, folder or pattern. */
  public void add(String name) throws IOException {
    String path = slashes(name);
    listings.clear();
    Optional<Storage.Entry> entry;
    try {
      entry = storage.find(path);
    } catch (IOException e) {
      problems.accept(new Problem(path, "can't be read: " + reason(e)));
      return;
    }
    if (entry.isPresent()) {
      addExisting(entry.get());
    } else if (isPattern(path)) {
      addMatches(path);
    } else if (storage.isRemote(path)) {
      // Object stores have no empty folders.
      problems.accept(Problem.ofNothing(path, "no such file or folder"));
    } else {
      problems.accept(new Problem(path, "no such file or folder"));
    }
  }

  /** Windows uses both separators; on other systems a backslash is part of a name. */
  private static String slashes(String name) {
    String path = java.io.File.separatorChar == '\\' ? name.replace('\\', '/') : name;
    return path.length() > 1 && path.endsWith("/") && !path.endsWith(":/")
        ? path.substring(0, path.length() - 1)
        : path;
  }

  private static boolean isPattern(String path) {
    return path.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
  }

  private void addExisting(Storage.Entry entry) throws IOException {
    switch (entry.kind()) {
      case FILE -> {
        if (!isExcluded(entry.path())) {
          addFile(entry);
        }
      }
      case FOLDER, FOLDER_LINK -> {
        // A link that the user names is treated as a folder; only links inside a folder aren't
        // followed.
        if (!walk(entry.path(), "", path -> true, Integer.MAX_VALUE)) {
          problems.accept(Problem.ofNothing(entry.path(), "no files in this folder"));
        }
      }
      case OTHER -> problems.accept(new Problem(entry.path(), "not a regular file"));
    }
  }

  private void addMatches(String pattern) throws IOException {
    int firstSpecial = 0;
    while ("*?[{".indexOf(pattern.charAt(firstSpecial)) < 0) {
      firstSpecial++;
    }
    int slash = pattern.lastIndexOf('/', firstSpecial);
    String folder = slash < 0 ? "." : slash == 0 ? "/" : pattern.substring(0, slash);
    // What the names in this folder begin with: an object store needn't list all others.
    String start = pattern.substring(slash + 1, firstSpecial);
    String prefix = slash < 0 ? "./" : "";
    Pattern regex;
    try {
      regex = Pattern.compile(GlobPattern.regex(prefix + pattern));
    } catch (PatternSyntaxException e) {
      problems.accept(new Problem(pattern, "invalid pattern: " + e.getDescription()));
      return;
    }
    boolean any =
        walk(
            folder,
            start,
            path -> regex.matcher(path).matches(),
            foldersIn(pattern.substring(slash + 1)));
    if (!any) {
      problems.accept(Problem.ofNothing(pattern, "this pattern matches nothing"));
    }
  }

  /**
   * The maximum depth of folders at which a pattern can match; deeper folders need not be listed.
   */
  private static int foldersIn(String pattern) {
    return pattern.contains("**")
        ? Integer.MAX_VALUE
        : (int) pattern.chars().filter(c -> c == '/').count();
  }

  /** Whether a path matches. */
  private interface Filter {
    boolean accepts(String path);
  }

  /**
   * Adds the matching files up to this many folders below {@code folder}; returns whether there
   * were any.
   */
  private boolean walk(String folder, String start, Filter filter, int depth) throws IOException {
    return storage.isRemote(folder)
        ? walkRemote(folder, start, filter, depth)
        : walk(folder, filter, depth);
  }

  /** Lets the store list all at once; it has no links. */
  private boolean walkRemote(String folder, String start, Filter filter, int depth)
      throws IOException {
    if (isExcluded(folder)) {
      return false;
    }
    boolean[] any = {false};
    storage.walk(
        folder,
        start,
        depth,
        new Storage.Visitor() {
          @Override
          public void visit(Storage.Entry entry) throws IOException {
            if (entry.kind() == Storage.Kind.FILE && filter.accepts(entry.path())) {
              any[0] = true;
              addFile(entry);
            }
          }

          @Override
          public boolean enters(Storage.Entry entered) throws IOException {
            return !isExcluded(entered.path());
          }

          @Override
          public void unreadable(String unreadable, IOException fault) {
            any[0] = true;
            problems.accept(new Problem(unreadable, "can't be read: " + reason(fault)));
          }
        });
    return any[0];
  }

  private boolean walk(String folder, Filter filter, int depth) throws IOException {
    if (isExcluded(folder)) {
      return false;
    }
    if (!follow) {
      return walkEntries(folder, filter, depth);
    }
    String canonical = storage.canonical(folder);
    int listed = listings.getOrDefault(canonical, 0);
    if (listed >= MOST_LISTINGS || !open.add(canonical)) {
      return false;
    }
    boolean any = walkEntries(folder, filter, depth);
    open.remove(canonical);
    // If a pattern matches a folder's files by only one of its paths, that path must be visited as
    // well.
    listings.put(canonical, any ? MOST_LISTINGS : listed + 1);
    return any;
  }

  private static String reason(IOException fault) {
    return fault instanceof AccessDeniedException ? "permission denied" : fault.getMessage();
  }

  private boolean walkEntries(String folder, Filter filter, int depth) throws IOException {
    List<Storage.Entry> entries;
    try {
      entries = storage.list(folder);
    } catch (IOException e) {
      problems.accept(new Problem(folder, "this folder can't be read: " + reason(e)));
      return true;
    }
    boolean any = false;
    for (Storage.Entry entry : entries) {
      switch (entry.kind()) {
        case FILE -> {
          if (filter.accepts(entry.path())) {
            any = true;
            addFile(entry);
          }
        }
        case FOLDER -> {
          if (depth > 0) {
            any |= walk(entry.path(), filter, depth - 1);
          }
        }
        case FOLDER_LINK -> {
          if (follow && depth > 0) {
            any |= walk(entry.path(), filter, depth - 1);
          }
        }
        case OTHER -> {}
      }
    }
    return any;
  }

  /** Whether this is the excluded folder, or is below it. */
  private boolean isExcluded(String path) throws IOException {
    return excluded.isPresent() && (storage.canonical(path) + "/").startsWith(excluded.get() + "/");
  }

  private void addFile(Storage.Entry entry) throws IOException {
    String path = entry.path().startsWith("./") ? entry.path().substring(2) : entry.path();
    if (seen.add(follow ? storage.canonical(path) : path)) {
      found.accept(new SourceFile(path, entry.length(), entry.modifiedMicros(), entry.tag()));
    }
  }
}
