using System.Buffers;
using System.Reflection;

using EdgeCollector.OpcUa.Encoding;
using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Types;

using Xunit;

namespace EdgeCollector.OpcUa.Tests.Messages;

/// <summary>Any of the library's structures: makes one with a different value in each field, encodes it, decodes bytes as it.</summary>
internal abstract class StructCase
{
    public static IReadOnlyList<StructCase> All { get; } =
    [
        .. typeof(UaReader).Assembly.GetTypes()
            .Where(t => t is { IsInterface: false, IsGenericTypeDefinition: false } && IsStruct(t))
            .OrderBy(t => t.Name, StringComparer.Ordinal)
            .Select(t => (StructCase)Activator.CreateInstance(typeof(StructCase<>).MakeGenericType(t))!),
    ];

    public abstract Type Type { get; }

    public abstract int MinSize { get; }

    /// <summary>Bytes of an instance in which no two fields hold the same value.</summary>
    public abstract byte[] SampleBytes();

    /// <summary>Decodes; Again holds what the decoded structure encodes to, null after a failure.</summary>
    public abstract (bool Failed, long Remaining, string? Error, byte[]? Again) Decode(ReadOnlySequence<byte> bytes);

    public override string ToString() => Type.Name;

    public static bool IsStruct(Type t) =>
        t.GetInterfaces().Any(i =>
            i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IUaStruct<>) && i.GenericTypeArguments[0] == t);

    public static object? Sample(Type type, ref int seed)
    {
        seed++;
        if (type.IsArray)
        {
            var elements = Array.CreateInstance(type.GetElementType()!, 2);
            elements.SetValue(Sample(type.GetElementType()!, ref seed), 0);
            elements.SetValue(Sample(type.GetElementType()!, ref seed), 1);
            return elements;
        }

        if (type.IsEnum)
        {
            return Enum.GetValues(type).GetValue(seed % Enum.GetValues(type).Length);
        }

        object? leaf = Leaf(type, seed);
        if (leaf is not null)
        {
            return leaf;
        }

        ConstructorInfo constructor = type.GetConstructors().First(c => c.GetParameters().Length > 0);
        object?[] arguments = new object?[constructor.GetParameters().Length];
        for (int i = 0; i < arguments.Length; i++)
        {
            arguments[i] = Sample(constructor.GetParameters()[i].ParameterType, ref seed);
        }

        return constructor.Invoke(arguments);
    }

    private static object? Leaf(Type type, int n) => type.Name switch
    {
        nameof(Boolean) => n % 2 == 0,
        nameof(Byte) => (byte)n,
        nameof(UInt32) => (uint)n,
        nameof(Int32) => n,
        nameof(Double) => n + 0.25,
        nameof(String) => $"text {n} \u00e4\u2260",
        nameof(DateTime) => new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddTicks(n),
        nameof(NodeId) => n % 3 == 0 ? new NodeId((ushort)n, $"Id{n}") : new NodeId((ushort)n, (uint)n * 1000),
        nameof(ExpandedNodeId) => new ExpandedNodeId(new NodeId(0, (uint)n), $"urn:{n}", (uint)n),
        nameof(StatusCode) => new StatusCode(0x8000_0000 | (uint)n),
        nameof(QualifiedName) => new QualifiedName((ushort)n, $"Name{n}"),
        nameof(LocalizedText) => new LocalizedText($"Text{n}", "de-DE"),
        nameof(ExtensionObject) => ExtensionObject.Of(new AnonymousIdentityToken($"policy {n}")),
        nameof(Variant) => Variant.Of(n),
        nameof(DataValue) => new DataValue(Variant.Of(n + 0.5), new StatusCode((uint)n << 16), new DateTime(2026, 1, 2).AddTicks(n), 17),
        nameof(DiagnosticInfo) => new DiagnosticInfo(n, -1, n + 1, 3, "more", StatusCode.BadTimeout, null),
        nameof(NotificationData) => NotificationData.Of(ExtensionObject.Of(new StatusChangeNotification(new StatusCode((uint)n), null))),
        _ => null,
    };
}

internal sealed class StructCase<T> : StructCase
    where T : IUaStruct<T>
{
    public override Type Type => typeof(T);

    public override int MinSize => T.MinSize;

    public override byte[] SampleBytes()
    {
        int seed = 0;
        return Encode((T)Sample(typeof(T), ref seed)!);
    }

    public override (bool Failed, long Remaining, string? Error, byte[]? Again) Decode(ReadOnlySequence<byte> bytes)
    {
        var r = new UaReader(bytes, EncodingLimits.Default);
        T value = T.Decode(ref r);
        return (r.Failed, r.Remaining, r.Error, r.Failed ? null : Encode(value));
    }

    private static byte[] Encode(T value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var w = new UaWriter(buffer);
        value.Encode(ref w);
        w.Flush();
        Assert.Equal(buffer.WrittenCount, w.Written);
        return buffer.WrittenSpan.ToArray();
    }
}
