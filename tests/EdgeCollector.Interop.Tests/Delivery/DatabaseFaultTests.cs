using EdgeCollector.Core.Journal;
using EdgeCollector.Influx;
using EdgeCollector.Interop.Tests.Peers;
using Xunit;

namespace EdgeCollector.Interop.Tests.Delivery;

/// <summary>T10 of reliability.md: a real InfluxDB that is stopped, busy, slow, whose answers are lost or that will not take a point. Each
/// fault lasts <c>EDGECOLLECTOR_DATABASE_FAULT</c> seconds, else 3.</summary>
[Trait("Needs", "mosquitto")]
[Trait("Needs", "influxdb")]
public sealed class DatabaseFaultTests
{
    private const int Points = 20_000;
    private static readonly int Seconds = Oracle.Form("EDGECOLLECTOR_DATABASE_FAULT", 3);

    [Theory]
    [InlineData(DatabaseFault.Stopped)]
    [InlineData(DatabaseFault.Busy)]
    [InlineData(DatabaseFault.Slow)]
    [InlineData(DatabaseFault.AnswerLost)]
    public async Task T10_a_fault_of_the_database_loses_nothing_and_waits_in_the_journal(DatabaseFault fault)
    {
        await using var broker = await Mosquitto.StartNewAsync();
        await using var influx = await InfluxDb.StartNewAsync();
        await influx.CreateDatabaseAsync("edge_raw");
        await using var proxy = await FaultyDatabase.StartAsync(influx, TimeSpan.FromSeconds(Math.Min(Seconds, 10)));
        await using var rig = new DeliveryRig(broker, new InfluxSettings(proxy.Url), new() { OnDisk = true });
        var clock = TimeProvider.System;
        rig.Append(Points);
        await rig.UntilStoredAsync(Points / 10);

        proxy.Begin(fault);
        var begun = clock.GetTimestamp();
        var most = 0L;
        while (clock.GetElapsedTime(begun) < TimeSpan.FromSeconds(Seconds))
        {
            rig.Append(Points / 10);
            most = Math.Max(most, rig.Window.Bytes);
            await Task.Delay(TimeSpan.FromMilliseconds(200), clock);
        }

        await DeliveryRig.UntilAsync(() => proxy.Hits > 0, "the fault was met");
        proxy.End();
        begun = clock.GetTimestamp();
        await rig.UntilStoredAsync(rig.Appended);

        var stored = await Oracle.ReadAsync(influx);
        Oracle.Print(
            $"T10 {fault}: {Seconds} s, {rig.Appended} rows in, {stored.Rows} stored, {rig.Appended - stored.Rows} lost, at most "
            + $"{most / 1024} KiB under way, all stored {clock.GetElapsedTime(begun).TotalSeconds:0.0} s after its end, {rig.Window.Resent} "
            + "batches sent again");
        Assert.InRange(most, 1, 4 * 1024 * 1024);
        Assert.Equal((rig.Appended, rig.Sum), (stored.Rows, stored.Sum));
    }

    [Fact]
    public async Task T10_points_of_another_type_and_points_too_old_are_set_aside_and_all_others_stored()
    {
        var seed = Oracle.Form("EDGECOLLECTOR_SEED", Random.Shared.Next());
        var random = new Random(seed);
        await using var broker = await Mosquitto.StartNewAsync();
        await using var influx = await InfluxDb.StartNewAsync();
        await influx.QueryAsync("", "CREATE DATABASE edge_raw WITH DURATION 30d");
        await using var proxy = await FaultyDatabase.StartAsync(influx);
        await using var rig = new DeliveryRig(broker, new InfluxSettings(proxy.Url));
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() * 1_000_000_000;
        const long day = 86_400_000_000_000;
        // The same field as a text, in a shard of its own: numbers of that day are refused from now on.
        Assert.Equal(System.Net.HttpStatusCode.NoContent, await influx.WriteAsync("edge_raw", $"tag,machine=x value=\"text\" {now - (5 * day)}"));

        var places = Enumerable.Range(0, Points).OrderBy(_ => random.Next()).Take(40).ToList();
        var values = Enumerable.Range(0, Points).Select(i => new Value(1, now - day + (i * 1_000_000L), i)).ToList();
        for (var i = 0; i < places.Count; i++)
        {
            values[places[i]] = values[places[i]] with { At = now - ((i % 2 == 0 ? 5 : 40) * day) + i };
        }

        rig.Append(values);
        await rig.UntilStoredAsync(Points);

        var good = Points - places.Count;
        var stored = await Oracle.ReadAsync(influx, $"WHERE time >= {now - (2 * day)}");
        var dead = File.ReadLines(rig.DeadLetters).Where(line => !line.StartsWith('#')).Distinct().Count();
        Oracle.Print(
            $"T10 poison: {Points} rows in, {places.Count} of them bad, {stored.Rows} stored, {dead} in the dead letters, "
            + $"{proxy.Writes} writes, seed {seed}");
        Assert.Equal((good, rig.Sum - places.Sum(place => (double)place)), (stored.Rows, stored.Sum));
        Assert.Equal(places.Count, dead);
        Assert.Equal((good, places.Count), (rig.Raw.Stored, rig.Raw.Dropped[(int)DropReason.Quarantine]));
        Assert.InRange(proxy.Writes, 1, 20 + (places.Count * 2 * 15));
    }
}
