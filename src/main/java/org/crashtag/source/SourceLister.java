package org.crashtag.source;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
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
 * Turns what a user names into files. What exists is taken literally ({@code dump[1].dmp}), a
 * folder means all files below it, anything else is a pattern. Links to folders are only followed
 * on demand, no file comes twice, and nothing below the output folder is input.
 */
public final class SourceLister {
  /** Of a folder that several links lead to, as long as no pattern wants a file of it. */
  private static final int MOST_LISTINGS = 8;

  private final Storage storage;
  private final Consumer<SourceFile> found;
  private final Consumer<Problem> problems;
  private final Set<String> seen = new HashSet<>();
  private final Optional<String> excluded;
  private final boolean follow;

  /** How often each folder of the current name was listed, by its one path; if links count. */
  private final Map<String, Integer> listings = new HashMap<>();

  /** The folders that are being listed, by their one paths; if links count. */
  private final Set<String> open = new HashSet<>();

  /**
   * A name that led nowhere.
   *
   * @param path what was named, or the folder that could not be listed
   * @param message why, in a few words
   * @param matchesNothing whether all was well but that there is no file: a pattern can match
   *     something another time
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
   * @param found takes each file, in order
   * @param problems takes each pattern without a match and each folder that can't be read
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
   * With links to folders followed, or not.
   *
   * @param follow whether a link to a folder counts as that folder; each is listed once, and a file
   *     that several paths lead to comes once, by the first
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

  /** All files that {@code names} mean, in their order and by path within each name. */
  public static List<SourceFile> files(
      Storage storage, List<String> names, Consumer<Problem> problems) throws IOException {
    List<SourceFile> files = new ArrayList<>();
    SourceLister lister = new SourceLister(storage, files::add, problems, Optional.empty());
    for (String name : names) {
      lister.add(name);
    }
    return files;
  }

  /** The path by which a file that is named as it stands is found. */
  public String literal(String name) {
    String path = slashes(name);
    return path.startsWith("./") ? path.substring(2) : path;
  }

  /** Lists what one path, folder or pattern means. */
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
    } else {
      problems.accept(new Problem(path, "no such file or folder"));
    }
  }

  /** On Windows both separators are in use; elsewhere a backslash is a character of a name. */
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
        // A link that the user names is a folder like any other; only links inside one aren't
        // followed.
        if (!walk(entry.path(), path -> true, Integer.MAX_VALUE)) {
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
    String prefix = slash < 0 ? "./" : "";
    Pattern regex;
    try {
      regex = Pattern.compile(GlobPattern.regex(prefix + pattern));
    } catch (PatternSyntaxException e) {
      problems.accept(new Problem(pattern, "not a pattern: " + e.getDescription()));
      return;
    }
    boolean any =
        walk(
            folder, path -> regex.matcher(path).matches(), foldersIn(pattern.substring(slash + 1)));
    if (!any) {
      problems.accept(Problem.ofNothing(pattern, "this pattern matches nothing"));
    }
  }

  /** How many folders deep a pattern can match: below that, nothing needs to be listed. */
  private static int foldersIn(String pattern) {
    return pattern.contains("**")
        ? Integer.MAX_VALUE
        : (int) pattern.chars().filter(c -> c == '/').count();
  }

  /** Whether a path is wanted. */
  private interface Filter {
    boolean accepts(String path);
  }

  /** Adds the wanted files so many folders below {@code folder}; whether there was any. */
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
    // A folder whose files a pattern wants by one of its paths only must be met by that one, too.
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

  /** Whether this is the excluded folder, or lies below it. */
  private boolean isExcluded(String path) throws IOException {
    return excluded.isPresent() && (storage.canonical(path) + "/").startsWith(excluded.get() + "/");
  }

  private void addFile(Storage.Entry entry) throws IOException {
    String path = entry.path().startsWith("./") ? entry.path().substring(2) : entry.path();
    if (seen.add(follow ? storage.canonical(path) : path)) {
      found.accept(new SourceFile(path, entry.length(), entry.modifiedMicros()));
    }
  }
}
