using System.Globalization;
using System.Text;
using EdgeAI.Runtime.Ros;

namespace EdgeAI.Tests.Runtime.Ros;

/// <summary>Reads a message by its schema alone: a field a line, in the definition's order, and nothing left over.</summary>
internal static class CdrText
{
    public static Dictionary<string, string> Read(RosSchema schema, ReadOnlySpan<byte> bytes)
    {
        Assert.True(RosType.TryParse(schema.Name, schema.Text, out RosType? type, out string problem), problem);
        Dictionary<string, string> values = [];
        CdrReader reader = new(bytes);
        Walk(type, type.Root, "", ref reader, values);
        Assert.True(reader.IsSound);
        Assert.Equal(0, reader.Remaining);
        return values;
    }

    private static void Walk(RosType type, RosDefinition definition, string path, ref CdrReader reader, Dictionary<string, string> values)
    {
        foreach (RosField field in definition.Fields)
        {
            string name = path + field.Name;
            int count = field.Length == RosField.Sequence ? reader.ReadCount() : field.Length;
            if (field.Length == RosField.Single)
            {
                One(type, field, name, ref reader, values);
                continue;
            }

            values[name] = count.ToString(CultureInfo.InvariantCulture);
            for (int index = 0; index < count; index++)
            {
                One(type, field, $"{name}[{index}]", ref reader, values);
            }
        }
    }

    private static void One(RosType type, RosField field, string name, ref CdrReader reader, Dictionary<string, string> values)
    {
        if (field.Primitive is null)
        {
            Walk(type, type.Of(field), name + ".", ref reader, values);
            return;
        }

        values[name] = field.Primitive switch
        {
            RosPrimitive.Boolean => reader.ReadBoolean() ? "true" : "false",
            RosPrimitive.UInt8 => Text(reader.ReadByte()),
            RosPrimitive.Int8 => Text((sbyte)reader.ReadByte()),
            RosPrimitive.UInt16 => Text(reader.ReadUInt16()),
            RosPrimitive.Int16 => Text((short)reader.ReadUInt16()),
            RosPrimitive.UInt32 => Text(reader.ReadUInt32()),
            RosPrimitive.Int32 => Text(reader.ReadInt32()),
            RosPrimitive.UInt64 => Text(reader.ReadUInt64()),
            RosPrimitive.Int64 => Text(reader.ReadInt64()),
            RosPrimitive.Float32 => Text(reader.ReadSingle()),
            RosPrimitive.Float64 => Text(reader.ReadDouble()),
            _ => Encoding.UTF8.GetString(reader.ReadText()),
        };
    }

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
