using System.Security.Cryptography;
using System.Text;
using EdgeAI.Runtime.Ros;

namespace EdgeAI.Tests.Runtime.Ros;

/// <summary>The hash that ROS 2 gives a message type (REP-2016, RIHS01): SHA-256 over a JSON text of its fields and those of all types in it.</summary>
internal static class TypeHash
{
    private const int FixedArray = 48;
    private const int Sequence = 144;

    public static string Of(string name)
    {
        SortedDictionary<string, RosDefinition> referenced = new(StringComparer.Ordinal);
        Assert.True(RosType.TryParse(name, RosSchema.Of(name).Text, out RosType? type, out string problem), problem);
        Collect(type, type.Root, referenced);
        string text = $"{{\"type_description\": {Describe(name, type.Root)}, \"referenced_type_descriptions\": [{string.Join(", ", referenced.Select(static entry => Describe(entry.Key, entry.Value)))}]}}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private static void Collect(RosType type, RosDefinition definition, SortedDictionary<string, RosDefinition> referenced)
    {
        foreach (RosField field in definition.Fields.Where(static field => field.Primitive is null))
        {
            referenced[field.TypeName] = type.Of(field);
            Collect(type, type.Of(field), referenced);
        }
    }

    private static string Describe(string name, RosDefinition definition) =>
        $"{{\"type_name\": \"{name}\", \"fields\": [{string.Join(", ", definition.Fields.Select(Describe))}]}}";

    private static string Describe(RosField field)
    {
        int kind = NumberOf(field) + (field.Length == RosField.Single ? 0 : field.Length == RosField.Sequence ? Sequence : FixedArray);
        string nested = field.Primitive is null ? field.TypeName : "";
        return $"{{\"name\": \"{field.Name}\", \"type\": {{\"type_id\": {kind}, \"capacity\": {Math.Max(0, field.Length)}, \"string_capacity\": 0, \"nested_type_name\": \"{nested}\"}}}}";
    }

    // type_description_interfaces/msg/FieldType.
    private static int NumberOf(RosField field) => field.Primitive switch
    {
        null => 1,
        RosPrimitive.Int8 => 2,
        RosPrimitive.UInt8 => 3,
        RosPrimitive.Int16 => 4,
        RosPrimitive.UInt16 => 5,
        RosPrimitive.Int32 => 6,
        RosPrimitive.UInt32 => 7,
        RosPrimitive.Int64 => 8,
        RosPrimitive.UInt64 => 9,
        RosPrimitive.Float32 => 10,
        RosPrimitive.Float64 => 11,
        RosPrimitive.Boolean => 15,
        _ => 17,
    };
}
