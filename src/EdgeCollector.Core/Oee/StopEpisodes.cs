using System.Globalization;
using EdgeCollector.Core.Journal;

namespace EdgeCollector.Core.Oee;

/// <summary>
/// The stops that were told to the world, and the difference to the stops that the intervals show now: begun, settled, ended, given a
/// reason, split, moved, withdrawn. A stop keeps the id of the input that first opened it for as long as it overlaps itself.
/// </summary>
internal sealed class StopEpisodes(string machine, WindowFold fold, IntervalList intervals, CalendarTimeline calendar, TextIds texts)
{
    private readonly List<StopFact> _told = [];
    private readonly List<(StopFact Fact, bool Part)> _now = [];
    private readonly WindowSums _sums = new() { Stretches = [] };

    /// <summary>The stop that stands; null while running.</summary>
    public StopFact? Open => _told.Count > 0 && _told[^1].End is null ? _told[^1] : null;

    /// <summary>Moment at which the open stop is no longer minor; <see cref="long.MaxValue"/>: none stands or it is settled.</summary>
    public long SettlesAt { get; private set; } = long.MaxValue;

    /// <summary>Tells what changed for stops that end after <paramref name="from"/>.</summary>
    public void Reconcile(long from, long now, string node, long epoch, CompiledMachine configuration, IFactSink facts)
    {
        Collect(from, now, node, epoch, configuration);
        var first = _told.FindIndex(t => (t.End ?? long.MaxValue) >= from);
        var old = first < 0 ? [] : _told.GetRange(first, _told.Count - first);
        if (first >= 0)
        {
            _told.RemoveRange(first, old.Count);
        }

        foreach (var (fact, part) in _now)
        {
            var match = old.FindIndex(o => Overlap(o, fact) && IsPart(o.Id) == part);
            if (match < 0)
            {
                if (fact.Category == Category.Down || Planned(fact, now))
                {
                    Tell(fact with { Event = part ? StopEvent.Split : fact.End is null ? StopEvent.Start : StopEvent.End }, facts);
                }

                continue;
            }

            Revise(old[match], fact, now, facts);
            old.RemoveAt(match);
        }

        foreach (var gone in old)
        {
            facts.Add(Withdrawn(gone, now));
        }

        SettlesAt = Open is { Minor: true } open ? open.Start + configuration.Definition.MinorStop + 1 : long.MaxValue;
    }

    /// <summary>A stop stands that was not told because nothing of it was planned; a stop outside shifts bothers nobody.</summary>
    public bool HasUntold => intervals.Last.IsStop && Open is null;

    public void ForgetBefore(long time) => _told.RemoveAll(t => t.End < time);

    public void Export(RecordWriter w)
    {
        w.Int(SettlesAt);
        w.UInt((ulong)_told.Count);
        foreach (var stop in _told)
        {
            FactRecords.EncodeBlock(w, stop);
        }
    }

    public void Import(ref RecordReader r)
    {
        SettlesAt = r.Int();
        for (var left = r.Int32(r.Remaining); left > 0 && !r.Failed; left--)
        {
            if (FactRecords.DecodeBlock<StopFact>(ref r, RecordKind.StopFact) is { } stop)
            {
                _told.Add(stop);
            }
        }
    }

    private static bool IsPart(string id) => id.Contains("-p", StringComparison.Ordinal);

    private static bool Overlap(StopFact a, StopFact b) =>
        a.Start == b.Start || (a.Start < (b.End ?? long.MaxValue) && b.Start < (a.End ?? long.MaxValue));

    private bool Planned(StopFact fact, long now)
    {
        var planned = calendar.PlannedEnd(fact.Start, Math.Max(fact.End ?? now, fact.Start + 1));
        return planned > fact.Start;
    }

    private void Revise(StopFact old, StopFact fact, long now, IFactSink facts)
    {
        var rev = old.Rev;
        if (old.Start != fact.Start)
        {
            // What was stored at the old start needs a tombstone; the stop follows under its id.
            facts.Add(Withdrawn(old, now));
            rev++;
        }

        var same = fact with { Id = old.Id, Rev = old.Rev, Time = old.Time, Event = old.Event, Flags = old.Flags };
        if (same == old)
        {
            _told.Add(old);
            return;
        }

        var reasoned = old.Reason != fact.Reason || old.Source != fact.Source || old.Note != fact.Note;
        var what = old.End is null && fact.End is not null ? StopEvent.End : reasoned ? StopEvent.Reason
            : fact.End is null ? StopEvent.Start : StopEvent.End;
        var flags = old.Status == RecordStatus.Final && !reasoned ? old.Flags | RecordFlags.Late : old.Flags;
        Tell(fact with { Id = old.Id, Rev = rev + 1, Event = what, Flags = flags }, facts);
    }

    private void Tell(StopFact fact, IFactSink facts)
    {
        _told.Add(fact);
        facts.Add(fact);
    }

    private static StopFact Withdrawn(StopFact stop, long now) => stop with
    {
        Event = StopEvent.Withdrawn,
        Time = now,
        End = stop.Start,
        Reason = "withdrawn",
        Rev = stop.Rev + 1,
        Status = RecordStatus.Final,
    };

    private void Collect(long from, long now, string node, long epoch, CompiledMachine configuration)
    {
        _now.Clear();
        for (var number = intervals.IndexAt(from == long.MinValue ? from : from - 1); number < intervals.End;)
        {
            if (!intervals[number].IsStop)
            {
                number++;
                continue;
            }

            var episode = fold.EpisodeAt(number, now);
            number = episode.After;
            if (episode.End >= from || episode.Open)
            {
                Parts(episode, now, node, epoch, configuration);
            }
        }
    }

    /// <summary>One record per reason, in time order; the first one bears the episode's id.</summary>
    private void Parts(in Episode episode, long now, string node, long epoch, CompiledMachine configuration)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{node}.{epoch}.{episode.OpenedBy}");
        fold.Fold(episode.Start, Math.Max(episode.End, episode.Start + 1), Math.Max(now, episode.Start + 1), _sums);
        var stretches = _sums.Stretches!;
        for (var i = 0; i < stretches.Count;)
        {
            var first = stretches[i];
            CategoryTimes times = default;
            var j = i;
            for (; j < stretches.Count && stretches[j].Reason == first.Reason && stretches[j].Source == first.Source; j++)
            {
                var category = stretches[j].Category;
                times[Interval.IsStopCategory(category) ? category : stretches[j].Raw] += stretches[j].End - stretches[j].Start;
            }

            var last = j == stretches.Count;
            _now.Add((new StopFact(machine, now, i == 0 ? id : $"{id}-p{first.Start - episode.Start}", StopEvent.Start, first.Start,
                !last ? stretches[j].Start : episode.Open ? null : episode.End, first.Reason,
                    configuration.Groups.GetValueOrDefault(first.Reason, ""),
                Largest(times), episode.Micro, first.Source, episode.StopCode != 0 ? episode.StopCode : null,
                texts[intervals[episode.First].Name], first.Note, episode.Open ? RecordStatus.Provisional : RecordStatus.Final, 0,
                    RecordFlags.None),
                i > 0));
            i = j;
        }
    }

    private static Category Largest(in CategoryTimes times)
    {
        var largest = Category.Stop;
        for (var c = Category.Down; c <= Category.PlannedStop; c++)
        {
            largest = times[c] > times[largest] ? c : largest;
        }

        return largest;
    }
}
