using EdgeCollector.Core.Journal;
using EdgeCollector.Influx;
using EdgeCollector.Telemetry;

namespace EdgeCollector.Bridge;

/// <summary>
/// Gets a body stored, however long that takes: waits where the database is busy or away, stops and probes slowly where a person is
/// needed, halves what is too long, and sets aside the lines that will never be taken, found by bisection. It returns only when
/// each line is stored or set aside.
/// </summary>
internal sealed class LanePoster(
    InfluxWriter writer, BridgeSettings settings, StatusBoard status, CollectorMetrics metrics, ILogger logger, TimeProvider time)
{
    public const string Thing = "influx";

    private readonly RetrySchedule _retry = new(settings.FirstRetry, settings.LongestRetry, time, Random.Shared.NextDouble);

    /// <param name="refused">Receives the indices of lines set aside, with the server's words.</param>
    public async Task PostAsync(
        string database, PostBody body, List<(int Line, string Message)> refused, CancellationToken cancellationToken)
    {
        var answer = await WriteAsync(database, body.All, cancellationToken).ConfigureAwait(false);
        if (answer.Class != WriteClass.Accept)
        {
            body.Split();
            await ResolveAsync(answer, 0, body.LineCount).ConfigureAwait(false);
        }

        metrics.InfluxLines.Add(Math.Max(0, body.LineCount - refused.Count));

        async Task RangeAsync(int first, int end)
        {
            answer = await WriteAsync(database, body.Slice(first, end), cancellationToken).ConfigureAwait(false);
            await ResolveAsync(answer, first, end).ConfigureAwait(false);
        }

        async Task ResolveAsync(WriteAnswer said, int first, int end)
        {
            if (said.Class == WriteClass.Accept || first == end)
            {
                return;
            }

            if (end - first == 1 || (said.Class == WriteClass.Bisect && said.Dropped >= end - first))
            {
                for (var line = first; line < end; line++)
                {
                    refused.Add((line, said.Message));
                }

                return;
            }

            var middle = first + ((end - first) / 2);
            var left = await WriteAsync(database, body.Slice(first, middle), cancellationToken).ConfigureAwait(false);
            await ResolveAsync(left, first, middle).ConfigureAwait(false);

            // The whole was refused and the left half is good, so the right one is bad: writing it as a whole would tell nothing new.
            if (left.Class == WriteClass.Accept && said.Class == WriteClass.Bisect && end - middle > 1)
            {
                await ResolveAsync(said with { Dropped = null }, middle, end).ConfigureAwait(false);
            }
            else
            {
                await RangeAsync(middle, end).ConfigureAwait(false);
            }
        }
    }

    private async Task<WriteAnswer> WriteAsync(string database, ReadOnlyMemory<byte> lines, CancellationToken cancellationToken)
    {
        while (true)
        {
            var answer = await writer.WriteAsync(database, lines, cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            metrics.InfluxWrites.Add(1, new KeyValuePair<string, object?>("class", Name(answer.Class)));
            if (answer.Class is not (WriteClass.Stop or WriteClass.Keep))
            {
                _retry.Succeeded();
                Say(StatusState.Ok, "");
                return answer;
            }

            var stopped = answer.Class == WriteClass.Stop;
            Say(stopped ? StatusState.Failed : StatusState.Wait, $"{writer.Settings.Url} {answer.Message}");
            var pause = stopped ? settings.StopProbe : _retry.Next(answer.RetryAfter);
            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private void Say(StatusState state, string message)
    {
        if (!status.Set(Thing, state, message))
        {
            return;
        }

        switch (state)
        {
            case StatusState.Failed:
                logger.InfluxStopped(message);
                break;
            case StatusState.Wait:
                logger.InfluxWaits(message);
                break;
            default:
                logger.InfluxWrites(writer.Settings.Url.ToString(), writer.Version.ToString());
                break;
        }
    }

    private static string Name(WriteClass answer) => answer switch
    {
        WriteClass.Accept => "accept",
        WriteClass.Bisect => "bisect",
        WriteClass.Stop => "stop",
        WriteClass.Halve => "halve",
        _ => "keep",
    };
}
