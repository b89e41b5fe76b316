using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;

namespace EdgeCollector.Influx;

/// <summary>
/// Posts line protocol and says what the answer means; it never retries, waits or looks at a line. Precision is always said aloud:
/// nanoseconds. One write at a time.
/// </summary>
internal sealed class InfluxWriter(HttpClient http, InfluxSettings settings, TimeProvider time)
{
    private const int LongestBody = 16 * 1024;
    private readonly MemoryStream _packed = new();
    private InfluxVersion _version = settings.Version;

    public InfluxSettings Settings => settings;

    /// <summary>What is spoken; <see cref="InfluxVersion.Auto"/> until <c>/ping</c> has answered.</summary>
    public InfluxVersion Version => _version;

    /// <summary>One POST of whole lines. Never throws for what a server or network can do.</summary>
    /// <param name="database">Database or bucket.</param>
    /// <param name="lines">Ends with a newline; unchanged until the answer.</param>
    public async Task<WriteAnswer> WriteAsync(string database, ReadOnlyMemory<byte> lines, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(settings.Timeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            if (_version == InfluxVersion.Auto && await DetectAsync(linked.Token).ConfigureAwait(false) is { } failure)
            {
                return failure;
            }

            using var request = new HttpRequestMessage(HttpMethod.Post, WriteAddress(database)) { Content = Body(lines) };
            Authorize(request);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, linked.Token)
                .ConfigureAwait(false);
            var body = response.IsSuccessStatusCode ? "" : await ReadAsync(response, linked.Token).ConfigureAwait(false);
            return InfluxAnswers.Classify((int)response.StatusCode, body, database, RetryAfter(response));
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new(WriteClass.Keep, 0, $"gave no answer within {settings.Timeout.TotalSeconds:0} s, trying again");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new(WriteClass.Keep, 0, $"cannot be reached ({e.GetBaseException().Message}), trying again");
        }
    }

    /// <summary>Adds the log-in that the version wants.</summary>
    internal void Authorize(HttpRequestMessage request)
    {
        if (_version == InfluxVersion.V3 && settings.Token.Length != 0)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", settings.Token);
        }
        else if (_version == InfluxVersion.V2 && settings.Token.Length != 0)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Token", settings.Token);
        }
        else if (settings.User.Length != 0)
        {
            var login = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{settings.User}:{settings.Password}"));
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", login);
        }
    }

    /// <summary>Asks <c>/ping</c> which API is spoken.</summary>
    /// <returns>Null when <see cref="Version"/> is known, else why it is not.</returns>
    internal async Task<WriteAnswer?> DetectAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, settings.At("ping"));
        if (settings.Token.Length != 0)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", settings.Token);
        }

        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
            .ConfigureAwait(false);
        var status = (int)response.StatusCode;
        if (status is >= 500 or 429)
        {
            return InfluxAnswers.Classify(status, "", settings.Kpi, RetryAfter(response));
        }

        var said = response.Headers.TryGetValues("X-Influxdb-Version", out var values) ? values.First().TrimStart('v', 'V') : "";
        _version = said switch
        {
            ['3', ..] => InfluxVersion.V3,
            ['2', ..] => InfluxVersion.V2,
            ['1', ..] => InfluxVersion.V1,
            _ when status is 401 or 403 => InfluxVersion.V3,
            _ => settings.Token.Length != 0 ? InfluxVersion.V2 : InfluxVersion.V1,
        };
        return null;
    }

    internal static async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var buffer = new byte[LongestBody];
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken)
            .ConfigureAwait(false);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }

    private Uri WriteAddress(string database)
    {
        var name = Uri.EscapeDataString(database);
        return settings.At(_version switch
        {
            InfluxVersion.V3 => $"api/v3/write_lp?db={name}&precision=nanosecond&accept_partial=true",
            InfluxVersion.V2 => $"api/v2/write?org={Uri.EscapeDataString(settings.Organisation)}&bucket={name}&precision=ns",
            _ => $"write?db={name}&precision=ns",
        });
    }

    private ReadOnlyMemoryContent Body(ReadOnlyMemory<byte> lines)
    {
        ReadOnlyMemoryContent content;
        if (settings.Gzip)
        {
            _packed.SetLength(0);
            using (var gzip = new GZipStream(_packed, CompressionLevel.Fastest, leaveOpen: true))
            {
                gzip.Write(lines.Span);
            }

            content = new ReadOnlyMemoryContent(_packed.GetBuffer().AsMemory(0, (int)_packed.Length));
            content.Headers.ContentEncoding.Add("gzip");
        }
        else
        {
            content = new ReadOnlyMemoryContent(lines);
        }

        content.Headers.ContentType = new MediaTypeHeaderValue("text/plain", "utf-8");
        return content;
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - time.GetUtcNow(),
        _ => null,
    };
}
