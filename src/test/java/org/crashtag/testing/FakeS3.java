package org.crashtag.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.crashtag.storage.s3.S3Settings;
import org.crashtag.storage.s3.S3Storage;

/**
 * A store that speaks as much of S3's protocol as is needed, in this process, over HTTP. Unlike the
 * other small servers it is atomic: of several conditional writes at once, one succeeds. It counts
 * requests and bytes, and fails as it is told.
 */
public final class FakeS3 implements Closeable {
  private static final int PAGE = 1000;
  private static final Duration MOST_SKEW = Duration.ofMinutes(15);

  private static final DateTimeFormatter HTTP_TIME =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final DateTimeFormatter SIGNED_TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final Pattern RANGE = Pattern.compile("bytes=([0-9]+)-([0-9]+)");
  private static final Pattern SCOPE = Pattern.compile("Credential=[^/]*/[0-9]+/([^/]+)/");

  /**
   * A request that the store has answered or is about to answer.
   *
   * @param key empty if it is about the bucket
   * @param query by name; without a value, empty
   * @param sent bytes of the answer's body
   */
  public record Request(
      String method,
      String bucket,
      String key,
      Map<String, String> query,
      Map<String, String> headers,
      int status,
      long sent) {
    /** Whether it lists keys. */
    public boolean isListing() {
      return method.equals("GET") && query.containsKey("list-type");
    }

    /** Whether it reads an object. */
    public boolean isRead() {
      return method.equals("GET") && !key.isEmpty();
    }

    /** Whether it changes something. */
    public boolean isWrite() {
      return !method.equals("GET") && !method.equals("HEAD");
    }
  }

  /** What goes wrong with a request. */
  public enum Fault {
    /** 500. */
    INTERNAL_ERROR,
    /** 503. */
    SLOW_DOWN,
    /** 403. */
    ACCESS_DENIED,
    /** 403, as a wrong key has it. */
    BAD_SIGNATURE,
    /** 400, as old credentials have it. */
    OLD_TOKEN,
    /** The connection ends before the request has an effect. */
    NO_REPLY_NO_EFFECT,
    /** The request has its effect, and the connection ends. */
    NO_REPLY,
    /**
     * The request has its effect twice, as of a client that repeats it; the reply is the second.
     */
    TWICE,
    /** The connection ends in the middle of the answer's body. */
    CUT_BODY
  }

  /** An object, whose bytes are in memory or in a file. */
  private static final class StoredObject {
    private final byte[] bytes;
    private final Path file;
    private final long length;
    private final String etag;
    private final Instant modified;

    StoredObject(byte[] bytes, Path file, long length, String etag, Instant modified) {
      this.bytes = bytes;
      this.file = file;
      this.length = length;
      this.etag = etag;
      this.modified = modified;
    }

    StoredObject(byte[] bytes, String etag, Instant modified) {
      this(bytes, null, bytes.length, etag, modified);
    }

    byte[] range(long from, long to) {
      if (bytes != null) {
        return Arrays.copyOfRange(bytes, (int) from, (int) to);
      }
      try (SeekableByteChannel channel = Files.newByteChannel(file)) {
        ByteBuffer buffer = ByteBuffer.allocate((int) (to - from));
        channel.position(from);
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
          // Goes on.
        }
        return buffer.array();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static final class Answer {
    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    Answer(int status, Map<String, String> headers, byte[] body) {
      this.status = status;
      this.headers = headers;
      this.body = body;
    }
  }

  private final ServerSocket socket;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "fake-s3");
            thread.setDaemon(true);
            return thread;
          });
  private final Map<String, NavigableMap<String, StoredObject>> buckets = new HashMap<>();
  private final Map<String, String> regions = new ConcurrentHashMap<>();
  private final Map<String, TreeMap<Integer, byte[]>> uploads = new HashMap<>();
  private final List<Request> log = new CopyOnWriteArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile Function<Request, Optional<Fault>> faults = request -> Optional.empty();
  private volatile Rounds rounds;
  private volatile Duration clockOffset = Duration.ZERO;
  private volatile boolean conditional = true;
  private int lastUpload;

  /** A running store without buckets. */
  public FakeS3() throws IOException {
    socket = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  /** Where it listens. */
  public URI endpoint() {
    return URI.create(
        "http://" + socket.getInetAddress().getHostAddress() + ":" + socket.getLocalPort());
  }

  /** Storage in this store. Pauses are short, and leases become stale after seconds. */
  public S3Storage storage() {
    return new S3Storage(settings(endpoint()));
  }

  /** The same, but with leases that aren't renewed while a test runs. */
  public S3Storage storageWithoutRenewals() {
    S3Settings settings = settings(endpoint());
    return new S3Storage(
        new S3Settings(
            settings.endpoint(),
            settings.attempts(),
            settings.pause(),
            settings.throttledPause(),
            settings.partBytes(),
            Duration.ofHours(1),
            Duration.ofHours(2)));
  }

  /** Settings with short pauses, and leases that become stale after seconds. */
  static S3Settings settings(URI endpoint) {
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
    return new S3Settings(
        Optional.of(endpoint),
        6,
        Duration.ofMillis(1),
        Duration.ofMillis(1),
        5 << 20,
        Duration.ofMillis(200),
        Duration.ofSeconds(2));
  }

  /** Makes an empty bucket. */
  public synchronized void makeBucket(String name) {
    buckets.put(name, new TreeMap<>());
  }

  /** Makes an empty bucket that answers requests for another region with the way to its own. */
  public void makeBucketIn(String region, String name) {
    makeBucket(name);
    regions.put(name, region);
  }

  /** Stores an object. */
  public synchronized void put(String bucket, String key, byte[] bytes) {
    buckets.get(bucket).put(key, new StoredObject(bytes, etag(bytes), now()));
  }

  /** Stores an object whose bytes stay in a file. */
  public synchronized void put(String bucket, String key, Path file) throws IOException {
    long length = Files.size(file);
    String etag = etag((key + length).getBytes(UTF_8));
    buckets.get(bucket).put(key, new StoredObject(null, file, length, etag, now()));
  }

  /** Stores an object that was last changed at another time. */
  public synchronized void put(String bucket, String key, byte[] bytes, Instant modified) {
    buckets.get(bucket).put(key, new StoredObject(bytes, etag(bytes), modified));
  }

  /** The bytes of an object, if it exists. */
  public synchronized Optional<byte[]> get(String bucket, String key) {
    return Optional.ofNullable(buckets.get(bucket).get(key))
        .map(object -> object.range(0, object.length));
  }

  /** Lets an object look as if it had not been changed for so long. */
  public synchronized void age(String bucket, String key, Duration by) {
    StoredObject there = buckets.get(bucket).get(key);
    if (there != null) {
      put(bucket, key, there.bytes, there.modified.minus(by));
    }
  }

  /** Removes an object. */
  public synchronized void remove(String bucket, String key) {
    buckets.get(bucket).remove(key);
  }

  /** All keys of a bucket. */
  public synchronized Set<String> keys(String bucket) {
    return new TreeSet<>(buckets.get(bucket).keySet());
  }

  /** Uploads in parts that were neither ended nor aborted. */
  public synchronized int openUploads() {
    return uploads.size();
  }

  /** The requests since the last call of {@link #forget}. */
  public List<Request> requests() {
    return List.copyOf(log);
  }

  /** Forgets the requests so far. */
  public void forget() {
    log.clear();
  }

  /** Lets requests fail; is asked before each of them. */
  public void failWhere(Function<Request, Optional<Fault>> which) {
    faults = which;
  }

  /** Moves the store's clock. */
  public void moveClock(Duration offset) {
    clockOffset = offset;
  }

  /** From now on conditions of writes are ignored, as some stores do. */
  public void ignoreConditions() {
    conditional = false;
  }

  /**
   * From now on requests are answered in rounds, each of which stands for the time that a store
   * takes to answer.
   */
  public Rounds inRounds() {
    rounds = new Rounds();
    threads.execute(rounds::run);
    return rounds;
  }

  private Instant now() {
    return Instant.now().plus(clockOffset);
  }

  @Override
  public void close() throws IOException {
    socket.close();
    threads.shutdownNow();
    for (Socket each : open) {
      each.close();
    }
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        connection.setTcpNoDelay(true);
        open.add(connection);
        threads.execute(() -> serve(connection));
      } catch (IOException e) {
        // Closed.
        return;
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      InputStream in = new BufferedInputStream(connection.getInputStream());
      OutputStream out = connection.getOutputStream();
      boolean goesOn = true;
      while (goesOn) {
        goesOn = serve(in, out);
      }
    } catch (IOException | InterruptedException e) {
      // The client or the store went away.
    } finally {
      open.remove(connection);
    }
  }

  /** Answers one request; false if the connection ends. */
  private boolean serve(InputStream in, OutputStream out) throws IOException, InterruptedException {
    String first = line(in);
    if (first == null || first.isEmpty()) {
      return false;
    }
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(line.substring(0, colon), line.substring(colon + 1).trim());
    }
    byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("Content-Length", "0")));
    Request request = parse(first, headers);
    Rounds current = rounds;
    if (current != null) {
      current.await();
    }
    Optional<Fault> fault = faults.apply(request);
    if (fault.isPresent() && fault.get() == Fault.NO_REPLY_NO_EFFECT) {
      return false;
    }
    if (fault.isPresent() && fault.get() == Fault.TWICE) {
      act(request, body);
    }
    Answer answer =
        fault
            .flatMap(FakeS3::failed)
            .or(() -> refused(request))
            .orElseGet(() -> act(request, body));
    boolean head = request.method.equals("HEAD");
    byte[] content = head ? new byte[0] : answer.body;
    log.add(
        new Request(
            request.method,
            request.bucket,
            request.key,
            request.query,
            request.headers,
            answer.status,
            content.length));
    if (fault.isPresent() && fault.get() == Fault.NO_REPLY) {
      return false;
    }
    boolean cut = fault.isPresent() && fault.get() == Fault.CUT_BODY;
    write(out, answer, cut ? content.length / 2 : content.length, head);
    return !cut;
  }

  private void write(OutputStream out, Answer answer, int count, boolean head) throws IOException {
    StringBuilder text = new StringBuilder("HTTP/1.1 " + answer.status + " Status\r\n");
    answer.headers.forEach((name, value) -> text.append(name + ": " + value + "\r\n"));
    text.append("Date: " + HTTP_TIME.format(now()) + "\r\n");
    if (answer.status != 204) {
      text.append("Content-Length: " + answer.body.length + "\r\n");
    }
    text.append("\r\n");
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(text.toString().getBytes(ISO_8859_1));
    if (!head) {
      all.write(answer.body, 0, count);
    }
    out.write(all.toByteArray());
    out.flush();
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        return null;
      }
      if (c != '\r') {
        line.write(c);
      }
    }
    return line.toString(ISO_8859_1);
  }

  private static Request parse(String line, Map<String, String> headers) {
    String[] words = line.split(" ", -1);
    String target = words[1];
    int mark = target.indexOf('?');
    String path = mark < 0 ? target : target.substring(0, mark);
    Map<String, String> query = new TreeMap<>();
    if (mark >= 0) {
      for (String pair : target.substring(mark + 1).split("&", -1)) {
        int equals = pair.indexOf('=');
        query.put(
            decoded(equals < 0 ? pair : pair.substring(0, equals)),
            equals < 0 ? "" : decoded(pair.substring(equals + 1)));
      }
    }
    int slash = path.indexOf('/', 1);
    String bucket = decoded(slash < 0 ? path.substring(1) : path.substring(1, slash));
    String key = slash < 0 ? "" : decoded(path.substring(slash + 1));
    return new Request(words[0], bucket, key, query, headers, 0, 0);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
  }

  private static Optional<Answer> failed(Fault fault) {
    return switch (fault) {
      case INTERNAL_ERROR -> Optional.of(error(500, "InternalError", "try again"));
      case SLOW_DOWN -> Optional.of(error(503, "SlowDown", "reduce your request rate"));
      case ACCESS_DENIED -> Optional.of(error(403, "AccessDenied", "Access Denied"));
      case BAD_SIGNATURE -> Optional.of(error(403, "SignatureDoesNotMatch", "another signature"));
      case OLD_TOKEN -> Optional.of(error(400, "ExpiredToken", "The token has expired"));
      case NO_REPLY_NO_EFFECT, NO_REPLY, TWICE, CUT_BODY -> Optional.empty();
    };
  }

  private static Answer error(int status, String code, String message) {
    return error(status, code, message, Map.of());
  }

  private static Answer error(
      int status, String code, String message, Map<String, String> headers) {
    return new Answer(
        status,
        headers,
        ("<Error><Code>" + code + "</Code><Message>" + message + "</Message></Error>")
            .getBytes(UTF_8));
  }

  private Optional<Answer> refused(Request request) {
    String signed = request.headers.get("x-amz-date");
    if (signed != null) {
      Instant time = Instant.from(SIGNED_TIME.parse(signed));
      if (Duration.between(time, now()).abs().compareTo(MOST_SKEW) > 0) {
        return Optional.of(error(403, "RequestTimeTooSkewed", "The difference is too large"));
      }
    }
    String region = regions.get(request.bucket);
    if (region != null) {
      Matcher scope = SCOPE.matcher(request.headers.getOrDefault("Authorization", ""));
      if (!scope.find() || !scope.group(1).equals(region)) {
        Map<String, String> headers = Map.of("x-amz-bucket-region", region);
        return Optional.of(error(301, "PermanentRedirect", "another region", headers));
      }
    }
    return Optional.empty();
  }

  private synchronized Answer act(Request request, byte[] body) {
    NavigableMap<String, StoredObject> objects = buckets.get(request.bucket);
    if (objects == null) {
      return error(404, "NoSuchBucket", "no such bucket");
    }
    return switch (request.method) {
      case "GET" -> request.key.isEmpty() ? list(request, objects) : get(request, objects);
      case "HEAD" -> request.key.isEmpty() ? ok() : get(request, objects);
      case "PUT" ->
          request.query.containsKey("uploadId")
              ? putPart(request, body)
              : putObject(request, objects, body);
      case "POST" -> post(request, objects, body);
      case "DELETE" -> delete(request, objects);
      default -> error(405, "MethodNotAllowed", request.method);
    };
  }

  private static Answer ok() {
    return new Answer(200, Map.of(), new byte[0]);
  }

  private static Answer xml(String text) {
    return new Answer(200, Map.of("Content-Type", "application/xml"), text.getBytes(UTF_8));
  }

  private static Answer list(Request request, NavigableMap<String, StoredObject> objects) {
    String prefix = request.query.getOrDefault("prefix", "");
    String delimiter = request.query.getOrDefault("delimiter", "");
    String after =
        request.query.getOrDefault(
            "continuation-token", request.query.getOrDefault("start-after", ""));
    int most = Integer.parseInt(request.query.getOrDefault("max-keys", String.valueOf(PAGE)));
    StringBuilder found = new StringBuilder();
    int count = 0;
    String last = "";
    boolean truncated = false;
    for (Map.Entry<String, StoredObject> object : objects.tailMap(after, false).entrySet()) {
      String key = object.getKey();
      if (!key.startsWith(prefix)) {
        continue;
      }
      int slash = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
      String common = slash < 0 ? "" : key.substring(0, slash + 1);
      if (!common.isEmpty() && (last.equals(common) || after.startsWith(common))) {
        continue;
      }
      if (count == most) {
        truncated = true;
        break;
      }
      count++;
      if (common.isEmpty()) {
        last = key;
        found.append(
            "<Contents><Key>%s</Key><LastModified>%s</LastModified><ETag>%s</ETag><Size>%d</Size></Contents>"
                .formatted(
                    encoded(key),
                    object.getValue().modified,
                    object.getValue().etag.replace("\"", "&quot;"),
                    object.getValue().length));
      } else {
        last = common;
        found.append(
            "<CommonPrefixes><Prefix>%s</Prefix></CommonPrefixes>".formatted(encoded(common)));
      }
    }
    return xml(
        "<ListBucketResult><EncodingType>url</EncodingType><IsTruncated>"
            + truncated
            + "</IsTruncated><KeyCount>"
            + count
            + "</KeyCount>"
            + (truncated
                ? "<NextContinuationToken>" + escaped(last) + "</NextContinuationToken>"
                : "")
            + found
            + "</ListBucketResult>");
  }

  private static String encoded(String key) {
    return URLEncoder.encode(key, UTF_8);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static Answer get(Request request, NavigableMap<String, StoredObject> objects) {
    StoredObject object = objects.get(request.key);
    if (object == null) {
      return error(404, "NoSuchKey", "The specified key does not exist.");
    }
    String ifMatch = request.headers.get("If-Match");
    if (ifMatch != null && !ifMatch.equals(object.etag)) {
      return error(412, "PreconditionFailed", "At least one of the conditions did not hold");
    }
    Map<String, String> headers = new TreeMap<>();
    headers.put("ETag", object.etag);
    headers.put("Last-Modified", HTTP_TIME.format(object.modified));
    long length = object.length;
    Matcher range = RANGE.matcher(request.headers.getOrDefault("Range", ""));
    if (!range.matches()) {
      return new Answer(200, headers, object.range(0, length));
    }
    long from = Long.parseLong(range.group(1));
    if (from >= length) {
      return error(416, "InvalidRange", "The requested range is not satisfiable");
    }
    long to = Math.min(length, Long.parseLong(range.group(2)) + 1);
    headers.put("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + length);
    return new Answer(206, headers, object.range(from, to));
  }

  private Answer putObject(
      Request request, NavigableMap<String, StoredObject> objects, byte[] body) {
    if (!hasItsDigest(request, body)) {
      return error(400, "BadDigest", "The Content-MD5 did not match");
    }
    return refusedWrite(request, objects).orElseGet(() -> store(request, objects, body));
  }

  private Answer store(Request request, NavigableMap<String, StoredObject> objects, byte[] body) {
    String etag = etag(body);
    objects.put(request.key, new StoredObject(body, etag, now()));
    return new Answer(200, Map.of("ETag", etag), new byte[0]);
  }

  private static boolean hasItsDigest(Request request, byte[] body) {
    String given = request.headers.get("Content-MD5");
    return given == null || given.equals(Base64.getEncoder().encodeToString(md5(body)));
  }

  private Optional<Answer> refusedWrite(
      Request request, NavigableMap<String, StoredObject> objects) {
    if (!conditional) {
      return Optional.empty();
    }
    StoredObject there = objects.get(request.key);
    String ifMatch = request.headers.get("If-Match");
    if (ifMatch != null && there == null) {
      return Optional.of(error(404, "NoSuchKey", "The specified key does not exist."));
    }
    boolean fails =
        (request.headers.containsKey("If-None-Match") && there != null)
            || (ifMatch != null && !ifMatch.equals(there.etag));
    return fails
        ? Optional.of(error(412, "PreconditionFailed", "One of the conditions did not hold"))
        : Optional.empty();
  }

  private Answer putPart(Request request, byte[] body) {
    TreeMap<Integer, byte[]> parts = uploads.get(request.query.get("uploadId"));
    if (parts == null) {
      return error(404, "NoSuchUpload", "no such upload");
    }
    if (!hasItsDigest(request, body)) {
      return error(400, "BadDigest", "The Content-MD5 did not match");
    }
    parts.put(Integer.parseInt(request.query.get("partNumber")), body);
    return new Answer(200, Map.of("ETag", etag(body)), new byte[0]);
  }

  private Answer post(Request request, NavigableMap<String, StoredObject> objects, byte[] body) {
    if (request.query.containsKey("delete")) {
      Matcher key = Pattern.compile("<Key>([^<]*)</Key>").matcher(new String(body, UTF_8));
      while (key.find()) {
        objects.remove(
            key.group(1).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"));
      }
      return xml("<DeleteResult></DeleteResult>");
    }
    if (request.query.containsKey("uploads")) {
      String id = "upload-" + ++lastUpload;
      uploads.put(id, new TreeMap<>());
      return xml(
          "<InitiateMultipartUploadResult><UploadId>"
              + id
              + "</UploadId></InitiateMultipartUploadResult>");
    }
    if (!uploads.containsKey(request.query.get("uploadId"))) {
      return error(404, "NoSuchUpload", "no such upload");
    }
    Optional<Answer> refused = refusedWrite(request, objects);
    if (refused.isPresent()) {
      return refused.get();
    }
    TreeMap<Integer, byte[]> parts = uploads.remove(request.query.get("uploadId"));
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    parts.values().forEach(whole::writeBytes);
    String etag = etag(whole.toByteArray()).replaceFirst("\"$", "-" + parts.size() + "\"");
    objects.put(request.key, new StoredObject(whole.toByteArray(), etag, now()));
    return xml(
        "<CompleteMultipartUploadResult><ETag>"
            + etag.replace("\"", "&quot;")
            + "</ETag></CompleteMultipartUploadResult>");
  }

  private Answer delete(Request request, NavigableMap<String, StoredObject> objects) {
    if (request.query.containsKey("uploadId")) {
      uploads.remove(request.query.get("uploadId"));
    } else {
      objects.remove(request.key);
    }
    return new Answer(204, Map.of(), new byte[0]);
  }

  private static String etag(byte[] bytes) {
    return '"' + HexFormat.of().formatHex(md5(bytes)) + '"';
  }

  private static byte[] md5(byte[] bytes) {
    try {
      return MessageDigest.getInstance("MD5").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Answers all waiting requests as soon as every thread of this process waits: as if the processor
   * took no time and each request one unit of it. The number of rounds is then the number of
   * requests that wait for one another.
   */
  public static final class Rounds {
    private static final Set<String> WAITING_IN =
        Set.of("poll", "park", "wait", "read0", "accept", "waitForReferencePendingList", "sleep");

    private final List<CountDownLatch> waiting = new ArrayList<>();
    private int count;

    private void await() throws InterruptedException {
      CountDownLatch latch = new CountDownLatch(1);
      synchronized (this) {
        waiting.add(latch);
      }
      latch.await();
    }

    private void run() {
      try {
        while (true) {
          Thread.sleep(1);
          if (hasWaiting() && isIdle() && isIdle()) {
            release();
          }
        }
      } catch (InterruptedException e) {
        // The store is closed.
      }
    }

    private synchronized boolean hasWaiting() {
      return !waiting.isEmpty();
    }

    private synchronized void release() {
      count++;
      waiting.forEach(CountDownLatch::countDown);
      waiting.clear();
    }

    private static boolean isIdle() {
      return Thread.getAllStackTraces().entrySet().stream()
          .noneMatch(entry -> isBusy(entry.getKey(), entry.getValue()));
    }

    private static boolean isBusy(Thread thread, StackTraceElement[] stack) {
      if (thread.getState() != Thread.State.RUNNABLE
          || stack.length == 0
          || thread == Thread.currentThread()
          || WAITING_IN.contains(stack[0].getMethodName())) {
        return false;
      }
      // The local runner's driver looks for work in a loop, and the runner of the tests reads
      // commands.
      return Arrays.stream(stack)
          .map(StackTraceElement::getClassName)
          .noneMatch(name -> name.contains("Quiescence") || name.contains(".surefire."));
    }

    /** Rounds so far. */
    public synchronized int count() {
      return count;
    }
  }
}
