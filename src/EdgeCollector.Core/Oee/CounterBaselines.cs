namespace EdgeCollector.Core.Oee;

/// <summary>Where a machine's counters stand, for the next start, and a start from there.</summary>
internal static class CounterBaselines
{
    /// <summary>Goes on from where an earlier run of the program left the counters; before the first fact.</summary>
    public static void Seed(BaselineFact baseline, CompiledMachine machine, TrackerState state, long now)
    {
        for (var role = 0; role < Math.Min(4, baseline.Believed.Count); role++)
        {
            state.Core.Believed[role] = baseline.Believed[role];
        }

        foreach (var counter in baseline.Counters)
        {
            var slot = Array.FindIndex(machine.Signals, s => s.Name == counter.Signal && !s.Pulse);
            if (slot >= 0)
            {
                state.Counters[slot] = new CounterState
                {
                    Baseline = counter.Value, BaselineTime = Math.Min(counter.Time, now), HasBaseline = true,
                };
            }
        }
    }

    public static BaselineFact Of(string name, CompiledMachine machine, TrackerState state, long now)
    {
        var counters = new List<CounterBaseline>();
        for (var slot = 0; slot < machine.Signals.Length; slot++)
        {
            // A counter that has left the configuration keeps its slot and has no name.
            if (state.Counters[slot] is { HasBaseline: true } counter && machine.Signals[slot] is { Pulse: false, Name: not null })
            {
                counters.Add(new CounterBaseline(machine.Signals[slot].Name, counter.Baseline, counter.BaselineTime));
            }
        }

        ref readonly var believed = ref state.Core.Believed;
        return new BaselineFact(name, now, [believed[0], believed[1], believed[2], believed[3]], counters);
    }
}
