using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Oee;

namespace EdgeCollector.Core.Journal;

/// <summary>Body of a configuration revision. Every element is a block, so a later version can append fields to it; sets and dictionaries
/// are written in ordinal order, so equal configurations are equal bytes.</summary>
internal static class ConfigurationRecords
{
    public static void Encode(RecordWriter w, EngineConfiguration c)
    {
        w.Text(c.Revision);
        w.Text(c.Mapping);
        w.Text(c.Node);
        w.Text(c.TimeZone);
        w.List(c.Lines, Encode);
        w.List(c.Machines, MachineRecords.Encode);
        w.List(c.Signals, Encode);
        w.List(c.Shifts, static (w, shift) =>
        {
            w.Text(shift.Name);
            w.Byte(shift.Days);
            w.Int(shift.Start.Ticks);
            w.Int(shift.End.Ticks);
            w.List(shift.Breaks, static (w, b) =>
            {
                w.Int(b.Start.Ticks);
                w.Int(b.Minutes);
            });
        });
        w.List(c.PlannedStops, static (w, stop) =>
        {
            w.Int(stop.Start);
            w.Int(stop.End);
            w.List(stop.Machines, static (w, name) => w.Text(name));
        });
        w.List(c.Reasons, static (w, reason) =>
        {
            w.Text(reason.Code);
            w.Text(reason.Group);
            w.Byte((byte)reason.Category);
            w.List(reason.PlcCodes, static (w, code) => w.Int(code));
        });
        w.List(c.Ids, static (w, given) =>
        {
            w.Text(given.Name);
            w.Int(given.Id);
        });
        w.List(c.Holidays, static (w, date) => w.Int(date.DayNumber));
        w.List<RotationDefinition>(c.Rotation is { } rotation ? [rotation] : [], Encode);
    }

    public static bool AreEqual(EngineConfiguration one, EngineConfiguration other)
    {
        var (a, b) = (new RecordWriter(), new RecordWriter());
        Encode(a, one);
        Encode(b, other);
        return a.Written.SequenceEqual(b.Written);
    }

    public static EngineConfiguration Decode(ref RecordReader r) => new(r.Text(), r.Text(), r.Text(), r.Text())
    {
        Lines = r.List(DecodeLine),
        Machines = r.List(MachineRecords.Decode),
        Signals = r.List(DecodeSignal),
        Shifts = r.List(static (ref RecordReader r) => new ShiftDefinition(
            r.Text(), r.Byte(), Time(ref r), Time(ref r),
            r.List(static (ref RecordReader r) => new BreakDefinition(Time(ref r), (int)r.Int())))),
        PlannedStops = r.List(static (ref RecordReader r) => new PlannedStop(r.Int(), r.Int())
        {
            Machines = r.More ? r.List(MachineRecords.Text) : [],
        }),
        Reasons = r.List(static (ref RecordReader r) => new ReasonDefinition(
            r.Text(), r.Text(), FactRecords.Category(ref r), r.List(static (ref RecordReader r) => r.Int()))),
        Ids = r.List(static (ref RecordReader r) => new GivenId(r.Text(), (int)r.Int())),
        Holidays = r.More ? r.List(Date) : [],
        Rotation = r.More ? r.List(DecodeRotation).FirstOrDefault() : null,
    };

    public static void Encode(RecordWriter w, LineDefinition line)
    {
        w.Text(line.Name);
        w.Text(line.Bottleneck);
        w.List(line.Machines, static (w, name) => w.Text(name));
        w.Byte((byte)line.Rule);
        w.Int(line.Needed);
    }

    public static LineDefinition DecodeLine(ref RecordReader r) => new(r.Text(), r.Text(), r.List(MachineRecords.Text))
    {
        Rule = r.More ? (LineRuleKind)r.Enum((byte)LineRuleKind.Parallel) : LineRuleKind.Bottleneck,
        Needed = r.More ? (int)r.Int() : 1,
    };

    private static void Encode(RecordWriter w, RotationDefinition rotation)
    {
        w.Int(rotation.Anchor.DayNumber);
        w.List(rotation.Teams, static (w, team) =>
        {
            w.Text(team.Name);
            w.Int(team.Offset);
        });
        w.List(rotation.Pattern, static (w, shift) => w.Text(shift));
    }

    private static RotationDefinition DecodeRotation(ref RecordReader r) => new(
        Date(ref r), r.List(static (ref RecordReader r) => new RotationTeam(r.Text(), (int)r.Int())), r.List(MachineRecords.Text));

    private static DateOnly Date(ref RecordReader r)
    {
        var day = r.Int();
        if (day < 0 || day > DateOnly.MaxValue.DayNumber)
        {
            r.Fail();
            return default;
        }

        return DateOnly.FromDayNumber((int)day);
    }

    private static void Encode(RecordWriter w, Signal s)
    {
        w.Int(s.Id);
        w.Int(s.MachineId);
        w.Text(s.Machine);
        w.Text(s.Name);
        w.Byte((byte)s.Role);
        w.Real(s.Scale);
        w.Boolean(s.Invert);
        w.Boolean(s.Pulse);
        w.UInt(s.Modulus);
        w.Real(s.MaxRate);
        w.Real(s.PerPiece);
        w.Text(s.Unit);
        w.Int(s.SamplingInterval);
    }

    private static Signal DecodeSignal(ref RecordReader r) =>
        new((int)r.Int(), (int)r.Int(), r.Text(), r.Text(), (SignalRole)r.Enum((byte)SignalRole.Operand))
        {
            Scale = r.Real(),
            Invert = r.Boolean(),
            Pulse = r.Boolean(),
            Modulus = r.UInt(),
            MaxRate = r.Real(),
            PerPiece = r.Real(),
            Unit = r.Text(),
            SamplingInterval = r.More ? r.Int() : 0,
        };

    private static TimeOnly Time(ref RecordReader r)
    {
        var ticks = r.Int();
        if (ticks < 0 || ticks > TimeOnly.MaxValue.Ticks)
        {
            r.Fail();
            return default;
        }

        return new TimeOnly(ticks);
    }
}
