using EdgeCollector.Core.Journal;
using EdgeCollector.Influx;
using EdgeCollector.Interop.Tests.Peers;
using Xunit;

namespace EdgeCollector.Interop.Tests.Delivery;

/// <summary>T6 of reliability.md: the broker is away for a day at 100 samples a second, compressed: <c>EDGECOLLECTOR_OUTAGE</c> samples
/// (8640000 are the day), else 50,000.</summary>
[Trait("Needs", "mosquitto")]
[Trait("Needs", "influxdb")]
public sealed class OutageTests
{
    private const int Day = 8_640_000;
    private const int Tags = 100;
    private const double DayMegabytes = 380;
    private const long Begin = 1_795_410_000_000_000_000;
    private static readonly int Samples = Oracle.Form("EDGECOLLECTOR_OUTAGE", 50_000);

    [Fact]
    public async Task T6_an_outage_of_the_broker_waits_in_the_journal_and_is_stored_quickly_afterwards()
    {
        var clock = TimeProvider.System;
        await using var broker = await Mosquitto.StartNewAsync();
        await using var influx = await InfluxDb.StartNewAsync();
        await influx.CreateDatabaseAsync("edge_raw");
        await broker.KillAsync();
        await using var rig = new DeliveryRig(
            broker, new InfluxSettings(influx.Url), new() { OnDisk = true, Running = false, Tags = Tags });
        var journal = (SegmentJournal)rig.Journal;
        rig.StartNode();
        rig.StartBridge();

        var begun = clock.GetTimestamp();
        await FillAsync(rig);
        var filled = clock.GetElapsedTime(begun);
        var megabytes = Directory.EnumerateFiles(rig.JournalFolder).Sum(file => new FileInfo(file).Length) / 1e6;
        var (sum, written) = (rig.Sum, journal.BytesWritten / 1e6);

        await broker.StartAsync();
        begun = clock.GetTimestamp();
        await using var live = new LiveWatch(rig, influx);
        var working = 0L;
        while (rig.Stored < Samples)
        {
            live.Append();
            working = Math.Max(working, Environment.WorkingSet);
            await Task.Delay(TimeSpan.FromMilliseconds(100), clock);
            Assert.True(clock.GetElapsedTime(begun) < TimeSpan.FromMinutes(30), $"{rig.Stored} of {Samples} stored after 30 minutes");
        }

        var rate = Samples / clock.GetElapsedTime(begun).TotalSeconds;
        await rig.UntilStoredAsync(rig.Appended);
        var stored = await Oracle.ReadAsync(influx, "WHERE \"name\" != 'live'");
        Oracle.Print(
            $"T6: {Samples} samples in {journal.Commits} commits ({filled.TotalSeconds:0} s), journal {megabytes:0.0} MB, {written:0.0} MB "
            + $"written, drained at {rate:0}/s, {stored.Rows} stored, {Samples - stored.Rows} lost, {live.Figures()}, "
            + $"{working / 1_000_000} MB of memory with the test in it, {rig.Window.Resent} batches sent again");
        Assert.Equal((Samples, sum), (stored.Rows, stored.Sum));
        Assert.Equal(0, journal.Dropped + journal.Lost);
        // The reserve for facts and the segments being written are there whatever the backlog.
        var segments = new SegmentOptions();
        var least = (segments.Reserve + 2) * segments.SegmentBytes / 1e6;
        Assert.InRange(megabytes, 0, Math.Max(DayMegabytes * Samples / Day, least) + (segments.SegmentBytes / 1e6));
        if (Samples >= Day / 8)
        {
            Assert.InRange(rate, 20_000, double.MaxValue);
        }
    }

    /// <summary>As in the service: notifications of ten values, and a commit for each second of them.</summary>
    private static async Task FillAsync(DeliveryRig rig)
    {
        for (var id = 1; id <= Samples;)
        {
            for (var batch = 0; batch < 10 && id <= Samples; batch++, id += 10)
            {
                rig.Append(Enumerable.Range(id, 10).Select(i => new Value((i % Tags) + 1, Begin + (i * 10_000_000L), i * 0.5)), CommitUrgency.Normal);
            }

            await rig.Journal.FlushAsync(TestContext.Current.CancellationToken);
        }
    }
}
