using System.Globalization;
using System.Text;
using EdgeAI.Runtime.Mcap;
using EdgeAI.Runtime.Ros;

namespace EdgeAI.Tests.Runtime.Recording;

/// <summary>Every field of every message of a recording as read.mjs prints it, read by our own reader.</summary>
internal static class FieldLines
{
    public static List<string> Of(McapReader reader)
    {
        List<string> lines = [];
        using McapMessageCursor cursor = reader.ReadMessages();
        while (cursor.Read())
        {
            McapChannel channel = reader.Channels[cursor.Current.ChannelId];
            McapSchema schema = reader.Schemas[channel.SchemaId];
            Assert.True(RosType.TryParse(schema.Name, Encoding.UTF8.GetString(schema.Data), out RosType? type, out string problem), problem);
            CdrReader cdr = new(cursor.Current.Data);
            Walk(type, type.Root, $"{channel.Topic} {cursor.Current.Sequence} ", "", ref cdr, lines);
            Assert.True(cdr.IsSound);
        }

        return lines;
    }

    private static void Walk(RosType type, RosDefinition definition, string head, string path, ref CdrReader reader, List<string> lines)
    {
        foreach (RosField field in definition.Fields)
        {
            string name = path.Length == 0 ? field.Name : $"{path}.{field.Name}";
            if (field.Length == RosField.Single)
            {
                One(type, field, head, name, ref reader, lines);
                continue;
            }

            int count = field.Length == RosField.Sequence ? reader.ReadCount() : field.Length;
            lines.Add($"{head}{name}# {count}");
            for (int index = 0; index < count; index++)
            {
                One(type, field, head, $"{name}[{index}]", ref reader, lines);
            }
        }
    }

    private static void One(RosType type, RosField field, string head, string name, ref CdrReader reader, List<string> lines)
    {
        if (field.Primitive is null)
        {
            Walk(type, type.Of(field), head, name, ref reader, lines);
            return;
        }

        lines.Add(head + name + " " + field.Primitive switch
        {
            RosPrimitive.Boolean => reader.ReadBoolean() ? "true" : "false",
            RosPrimitive.UInt8 => Bits(reader.ReadByte()),
            RosPrimitive.Int8 => Bits((sbyte)reader.ReadByte()),
            RosPrimitive.UInt16 => Bits(reader.ReadUInt16()),
            RosPrimitive.Int16 => Bits((short)reader.ReadUInt16()),
            RosPrimitive.UInt32 => Bits(reader.ReadUInt32()),
            RosPrimitive.Int32 => Bits(reader.ReadInt32()),
            RosPrimitive.UInt64 => reader.ReadUInt64().ToString(CultureInfo.InvariantCulture),
            RosPrimitive.Int64 => reader.ReadInt64().ToString(CultureInfo.InvariantCulture),
            RosPrimitive.Float32 => Bits(reader.ReadSingle()),
            RosPrimitive.Float64 => Bits(reader.ReadDouble()),
            _ => Encoding.UTF8.GetString(reader.ReadText()),
        });
    }

    private static string Bits(double value) => double.IsNaN(value) ? "NaN" : BitConverter.DoubleToUInt64Bits(value).ToString("x16", CultureInfo.InvariantCulture);
}
