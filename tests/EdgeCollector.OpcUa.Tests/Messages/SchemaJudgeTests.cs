using System.Globalization;
using System.Reflection;
using System.Xml.Linq;

using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Types;

using Xunit;

namespace EdgeCollector.OpcUa.Tests.Messages;

/// <summary>Compares every record with the OPC Foundation's type schema, which lies beside the repository where it is present.</summary>
public sealed class SchemaJudgeTests
{
    private static readonly XNamespace Bsd = "http://opcfoundation.org/BinarySchema/";

    public static TheoryData<string> Names => [.. StructCase.All.Select(c => c.Type.Name).Where(n => n != nameof(NotificationData))];

    [Theory]
    [MemberData(nameof(Names))]
    public void Constructor_parameters_are_the_fields_in_wire_order(string name)
    {
        Type type = StructCase.All.Single(c => c.Type.Name == name).Type;
        XElement structure = XDocument.Load(Schema("Opc.Ua.Types.bsd")).Descendants(Bsd + "StructuredType")
            .Single(s => (string?)s.Attribute("Name") == name);
        XElement[] fields = [.. structure.Elements(Bsd + "Field")];
        var lengths = fields.Select(f => (string?)f.Attribute("LengthField")).OfType<string>().ToHashSet();
        string[] expected =
        [
            .. fields.Where(f => !lengths.Contains((string)f.Attribute("Name")!)).Select(f =>
            {
                string array = f.Attribute("LengthField") is null ? "" : "[]";
                return $"{f.Attribute("TypeName")!.Value.Split(':')[1]}{array} {f.Attribute("Name")!.Value}";
            }),
        ];

        string[] actual = [.. type.GetConstructors().First(c => c.GetParameters().Length > 0).GetParameters()
            .Select(p => $"{SchemaName(p.ParameterType)} {p.Name}")];

        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Type_ids_are_those_of_the_binary_encodings()
    {
        Dictionary<string, string> ids = Csv("NodeIds.csv");
        int judged = 0;
        foreach (Type type in StructCase.All.Select(c => c.Type))
        {
            PropertyInfo? typeId = type.GetProperty(nameof(ServiceFault.TypeId), BindingFlags.Public | BindingFlags.Static);
            if (typeId is not null)
            {
                Assert.Equal($"{type.Name} {ids[$"{type.Name}_Encoding_DefaultBinary"]}", $"{type.Name} {typeId.GetValue(null)}");
                judged++;
            }
        }

        Assert.InRange(judged, 50, 100);
    }

    [Fact]
    public void Status_codes_have_the_published_numbers()
    {
        Dictionary<string, string> codes = Csv("StatusCode.csv");
        PropertyInfo[] named = [.. typeof(StatusCode).GetProperties(BindingFlags.Public | BindingFlags.Static)];
        Assert.InRange(named.Length, 60, 271);
        foreach (PropertyInfo property in named)
        {
            uint expected = uint.Parse(codes[property.Name].AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            var actual = (StatusCode)property.GetValue(null)!;
            Assert.Equal($"{property.Name} 0x{expected:X8}", $"{property.Name} 0x{actual.Code:X8}");
            Assert.Equal(property.Name, actual.ToString());
        }
    }

    [Fact]
    public void Enumerations_have_the_published_members()
    {
        XDocument schema = XDocument.Load(Schema("Opc.Ua.Types.bsd"));
        Type[] enums = [.. typeof(NodeClass).Assembly.GetTypes()
            .Where(t => t.IsEnum && t.IsPublic && t.Namespace == typeof(NodeClass).Namespace)];
        Assert.Equal(9, enums.Length);
        foreach (Type type in enums)
        {
            string[] expected = [.. schema.Descendants(Bsd + "EnumeratedType").Single(e => (string?)e.Attribute("Name") == type.Name)
                .Elements(Bsd + "EnumeratedValue").Select(v => $"{v.Attribute("Name")!.Value}={v.Attribute("Value")!.Value}")];
            string[] actual = [.. Enum.GetValues(type).Cast<object>()
                .Select(v => $"{v}={Convert.ToInt32(v, CultureInfo.InvariantCulture)}")];
            Assert.Equal(expected, actual);
        }
    }

    private static string SchemaName(Type type) => type switch
    {
        _ when type == typeof(byte[]) => "ByteString",
        _ when type.IsArray => SchemaName(type.GetElementType()!) + "[]",
        _ when type == typeof(NotificationData) => "ExtensionObject[]",
        _ => type.Name,
    };

    private static Dictionary<string, string> Csv(string file) =>
        File.ReadLines(Schema(file)).Select(l => l.Split(',')).DistinctBy(c => c[0]).ToDictionary(c => c[0], c => c[1]);

    private static string Schema(string file)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "shared", "opcua-schema", file);
            if (File.Exists(path))
            {
                return path;
            }
        }

        Assert.Skip($"shared/opcua-schema/{file} is not beside the repository");
        return "";
    }
}
