using System.Globalization;
using EdgeCollector.Core.Inputs;

namespace EdgeCollector.Core.Oee;

/// <summary>
/// Raw values of a machine's signals -> the neutral category (packml.md). Pure: what it says depends on the values alone. An unmapped
/// value is Stop with a flag, never Running and never dropped; a value that is not Good is Unknown.
/// </summary>
internal static class MachineStateModel
{
    public static StateReading Read(CompiledMachine machine, TrackerState state, TextIds texts) => machine.Mapping.Definition.Kind switch
    {
        StateMappingKind.None => FromSignals(machine, state, texts),
        StateMappingKind.When => new StateReading { Category = machine.Mapping.When(state.Values, machine.Signals) }.Named(texts),
        StateMappingKind.PackMl => FromPackMl(machine, state, texts),
        StateMappingKind.Machinery => FromMachinery(machine, state, texts),
        _ => FromValue(machine, state, texts),
    };

    /// <summary>Fault beats run beats starved beats blocked; without a run signal pieces say that it runs (packml.md 3).</summary>
    private static StateReading FromSignals(CompiledMachine machine, TrackerState state, TextIds texts)
    {
        var fault = Level(machine, state, machine.FaultSlot);
        var run = machine.RunSlot >= 0 ? Level(machine, state, machine.RunSlot) : state.Core.PulseRunning;
        var known = (machine.RunSlot >= 0 || machine.HasPulseState) && (machine.FaultSlot < 0 || fault is not null) && run is not null;
        if (fault == true)
        {
            return new StateReading { Category = Category.Down, Name = texts.Of("fault") };
        }

        if (!known || (machine.HasPulseState && state.Core.LastPulse == long.MinValue))
        {
            return Unknown;
        }

        return run == true ? new StateReading { Category = Category.Running, Name = texts.Of("run") }
            : Level(machine, state, machine.StarvedSlot) == true
                ? new StateReading { Category = Category.Starved, Name = texts.Of("starved") }
            : Level(machine, state, machine.BlockedSlot) == true
                ? new StateReading { Category = Category.Blocked, Name = texts.Of("blocked") }
            : new StateReading { Category = state.Core.NoOrder ? Category.NoDemand : Category.Stop, Name = texts.Of("stop") };
    }

    private static StateReading FromPackMl(CompiledMachine machine, TrackerState state, TextIds texts)
    {
        if (!Good(state, machine.StateSlot, out var value) || (machine.ModeSlot >= 0 && !Good(state, machine.ModeSlot, out _)))
        {
            return Unknown;
        }

        var packMl = value.Kind == ValueKind.Text ? PackMl.State(texts[(int)value.Bits]) : PackMl.State(value.AsInteger);
        var (mode, modeName) = ModeOf(machine, state, texts);
        var name = packMl != PackMlState.None ? texts.Of(PackMl.Name(packMl)) : Word(value, texts);
        var category = mode == PackMlMode.Production && SiteCategory(machine, state, name) is { } site ? site
            : mode == PackMlMode.Production && packMl == PackMlState.Idle && state.Core.NoOrder ? Category.NoDemand
            : PackMl.Categorize(packMl, mode,
                Level(machine, state, machine.StarvedSlot) == true, Level(machine, state, machine.BlockedSlot) == true);
        return new StateReading
        {
            Category = category ?? Category.Stop,
            Unmapped = category is null,
            Name = name,
            Mode = modeName,
            HasCode = packMl != PackMlState.None || value.Kind != ValueKind.Text,
            Code = packMl != PackMlState.None ? (long)packMl : value.Kind != ValueKind.Text ? value.AsInteger : 0,
            Suspended = mode == PackMlMode.Production && PackMl.IsSuspension(packMl),
            Manual = mode == PackMlMode.Manual,
        };
    }

    private static (PackMlMode Mode, int Name) ModeOf(CompiledMachine machine, TrackerState state, TextIds texts)
    {
        if (machine.ModeSlot < 0)
        {
            return (PackMlMode.Production, texts.Of(nameof(PackMlMode.Production)));
        }

        var value = state.Values[machine.ModeSlot];
        var mode = value.Kind == ValueKind.Text ? PackMl.Mode(texts[(int)value.Bits]) : PackMl.Mode(value.AsInteger);
        var site = Category.Stop;
        if (mode == PackMlMode.Unmapped && value.Kind != ValueKind.Text
            && machine.Mapping.Definition.Modes.TryGetValue(value.AsInteger, out site))
        {
            mode = site == Category.Changeover ? PackMlMode.Changeover : PackMlMode.PlannedStop;
        }

        return (mode, value.Kind == ValueKind.Text ? (int)value.Bits : mode == PackMlMode.Unmapped ? Word(value, texts)
            : texts.Of(PackMl.Name(mode)));
    }

    private static StateReading FromMachinery(CompiledMachine machine, TrackerState state, TextIds texts)
    {
        if (!Good(state, machine.StateSlot, out var value) || (machine.ModeSlot >= 0 && !Good(state, machine.ModeSlot, out _)))
        {
            return Unknown;
        }

        var item = value.Kind == ValueKind.Text ? Machinery.State(texts[(int)value.Bits]) : Machinery.State(value.AsInteger);
        var mode = MachineryOperationMode.Processing;
        if (machine.ModeSlot >= 0)
        {
            var raw = state.Values[machine.ModeSlot];
            mode = SiteMode(machine, raw) ?? (raw.Kind == ValueKind.Text ? Machinery.Mode(texts[(int)raw.Bits])
                : Machinery.Mode(raw.AsInteger));
        }

        var name = item != MachineryItemState.Unmapped ? texts.Of(item.ToString()) : Word(value, texts);
        var idle = item is MachineryItemState.NotExecuting or MachineryItemState.NotAvailable;
        var category = SiteCategory(machine, state, name) is { } site ? site
            : idle && mode == MachineryOperationMode.None && state.Core.NoOrder ? Category.NoDemand : Machinery.Categorize(item, mode);
        return new StateReading
        {
            Category = category ?? Category.Stop,
            Unmapped = category is null,
            Name = name,
            Mode = texts.Of(mode.ToString()),
            HasCode = item != MachineryItemState.Unmapped,
            Code = (long)item,
        };
    }

    /// <summary>The site's own category of a state; one that names a cause holds, where the machine has a signal for that cause, only
    /// while the signal says so (packml.md 1.3: Held used when product is missing).</summary>
    private static Category? SiteCategory(CompiledMachine machine, TrackerState state, int name)
    {
        if (!machine.Mapping.TryText(name, out var site))
        {
            return null;
        }

        var cause = site switch { Category.Starved => machine.StarvedSlot, Category.Blocked => machine.BlockedSlot, _ => -1 };
        return cause < 0 || Level(machine, state, cause) == true ? site : null;
    }

    /// <summary>The site's own meaning of an operation mode, such as a machine that never leaves None (packml.md 2).</summary>
    private static MachineryOperationMode? SiteMode(CompiledMachine machine, in SignalValue raw) =>
        raw.Kind == ValueKind.Text || !machine.Mapping.Definition.Modes.TryGetValue(raw.AsInteger, out var site) ? null
        : site switch
        {
            Category.Running => MachineryOperationMode.Processing,
            Category.Changeover => MachineryOperationMode.Setup,
            _ => MachineryOperationMode.Maintenance,
        };

    private static StateReading FromValue(CompiledMachine machine, TrackerState state, TextIds texts)
    {
        if (!Good(state, machine.StateSlot, out var value))
        {
            return Unknown;
        }

        var mapping = machine.Mapping;
        var word = Word(value, texts);
        Category category;
        var mapped = mapping.Definition.Kind == StateMappingKind.Neutral
            ? mapping.Neutral.TryGetValue(word, out category)
            : value.Kind is ValueKind.Integer or ValueKind.Unsigned && mapping.TryNumber(value.Bits, out category)
                || mapping.TryText(word, out category);
        return new StateReading
        {
            Category = mapped ? category : Category.Stop,
            Unmapped = !mapped,
            Name = word,
            HasCode = value.Kind is ValueKind.Integer or ValueKind.Unsigned,
            Code = value.Kind is ValueKind.Integer or ValueKind.Unsigned ? value.Bits : 0,
        };
    }

    private static StateReading Unknown => new() { Category = Category.Unknown };

    private static StateReading Named(this StateReading reading, TextIds texts) =>
        reading.Category == Category.Unknown ? reading : reading with { Name = texts.Of(reading.Category.ToString()) };

    private static bool Good(TrackerState state, int slot, out SignalValue value)
    {
        value = slot >= 0 ? state.Values[slot] : default;
        return value.IsGood;
    }

    private static bool? Level(CompiledMachine machine, TrackerState state, int slot) =>
        slot >= 0 && state.Values[slot].IsGood ? state.Values[slot].IsTrue != machine.Signals[slot].Invert : null;

    private static int Word(in SignalValue value, TextIds texts) => value.Kind switch
    {
        ValueKind.Text => (int)value.Bits,
        ValueKind.Boolean => texts.Of(value.IsTrue ? "true" : "false"),
        ValueKind.Unsigned => texts.Of(((ulong)value.Bits).ToString(CultureInfo.InvariantCulture)),
        ValueKind.Real => texts.Of(BitConverter.Int64BitsToDouble(value.Bits).ToString("R", CultureInfo.InvariantCulture)),
        _ => texts.Of(value.Bits.ToString(CultureInfo.InvariantCulture)),
    };
}
