using System.Globalization;
using System.Text;

namespace EdgeAI.Runtime.Ros;

/// <summary>Compares two messages of one type field by field. Pure: bytes that are no message are a difference like any other.</summary>
/// <param name="type">The messages' type.</param>
/// <param name="ignored">Names of fields that may differ.</param>
public sealed class CdrComparison(RosType type, IReadOnlySet<string> ignored)
{
    /// <summary>The most differences that are named of one pair.</summary>
    public const int MostNamed = 16;

    // What a hostile definition of arrays of nothing may cost.
    private const int MostSteps = 50_000_000;

    private readonly List<CdrDifference> _differences = [];
    private int _steps;

    /// <summary>The first differences of two messages, in the order of the definition; none where they say the same.</summary>
    public IReadOnlyList<CdrDifference> Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        _differences.Clear();
        _steps = 0;
        if (left.SequenceEqual(right))
        {
            return [];
        }

        CdrReader leftReader = new(left);
        CdrReader rightReader = new(right);
        Walk(type.Root, "", compares: true, ref leftReader, ref rightReader);
        if (_differences.Count == 0 && (leftReader.IsSound != rightReader.IsSound || !leftReader.IsSound))
        {
            Add("", leftReader.IsSound ? "a message" : "no message of its type", rightReader.IsSound ? "a message" : "no message of its type");
        }

        return [.. _differences];
    }

    private void Walk(RosDefinition definition, string path, bool compares, ref CdrReader left, ref CdrReader right)
    {
        foreach (RosField field in definition.Fields)
        {
            string name = path.Length == 0 ? field.Name : $"{path}.{field.Name}";
            bool compared = compares && !ignored.Contains(field.Name);
            if (field.Length == RosField.Single)
            {
                WalkOne(field, name, compared, ref left, ref right);
                continue;
            }

            int leftCount = field.Length == RosField.Sequence ? left.ReadCount() : field.Length;
            int rightCount = field.Length == RosField.Sequence ? right.ReadCount() : field.Length;
            if (leftCount != rightCount && compared)
            {
                Add(name, $"{leftCount} elements", $"{rightCount} elements");
            }

            // Behind lists of different lengths nothing stands opposite the other any more.
            if (leftCount != rightCount)
            {
                _steps = MostSteps;
            }

            for (int index = 0; index < leftCount && CanGoOn(left, right); index++)
            {
                WalkOne(field, $"{name}[{index}]", compared, ref left, ref right);
            }

            if (!CanGoOn(left, right))
            {
                return;
            }
        }
    }

    private void WalkOne(RosField field, string name, bool compared, ref CdrReader left, ref CdrReader right)
    {
        _steps++;
        if (field.Primitive is not { } primitive)
        {
            Walk(type.Of(field), name, compared, ref left, ref right);
            return;
        }

        if (primitive == RosPrimitive.Text)
        {
            ReadOnlySpan<byte> leftText = left.ReadText();
            ReadOnlySpan<byte> rightText = right.ReadText();
            if (compared && !leftText.SequenceEqual(rightText))
            {
                Add(name, Encoding.UTF8.GetString(leftText), Encoding.UTF8.GetString(rightText));
            }

            return;
        }

        ulong leftBits = Read(primitive, ref left);
        ulong rightBits = Read(primitive, ref right);
        if (compared && leftBits != rightBits)
        {
            Add(name, Show(primitive, leftBits), Show(primitive, rightBits));
        }
    }

    private bool CanGoOn(in CdrReader left, in CdrReader right) =>
        left.IsSound && right.IsSound && _steps < MostSteps && _differences.Count < MostNamed;

    private void Add(string path, string left, string right) => _differences.Add(new CdrDifference(path, left, right));

    private static ulong Read(RosPrimitive primitive, ref CdrReader reader) => primitive switch
    {
        RosPrimitive.Boolean or RosPrimitive.UInt8 or RosPrimitive.Int8 => reader.ReadByte(),
        RosPrimitive.UInt16 or RosPrimitive.Int16 => reader.ReadUInt16(),
        RosPrimitive.UInt32 or RosPrimitive.Int32 or RosPrimitive.Float32 => reader.ReadUInt32(),
        _ => reader.ReadUInt64(),
    };

    private static string Show(RosPrimitive primitive, ulong bits) => primitive switch
    {
        RosPrimitive.Boolean => bits == 0 ? "false" : "true",
        RosPrimitive.Int8 => ((sbyte)bits).ToString(CultureInfo.InvariantCulture),
        RosPrimitive.Int16 => ((short)bits).ToString(CultureInfo.InvariantCulture),
        RosPrimitive.Int32 => ((int)bits).ToString(CultureInfo.InvariantCulture),
        RosPrimitive.Int64 => ((long)bits).ToString(CultureInfo.InvariantCulture),
        RosPrimitive.Float32 => BitConverter.UInt32BitsToSingle((uint)bits).ToString("R", CultureInfo.InvariantCulture),
        RosPrimitive.Float64 => BitConverter.UInt64BitsToDouble(bits).ToString("R", CultureInfo.InvariantCulture),
        _ => bits.ToString(CultureInfo.InvariantCulture),
    };
}
