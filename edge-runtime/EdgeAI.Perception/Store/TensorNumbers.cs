using System.Runtime.InteropServices;
using EdgeAI.Perception.Sessions;

namespace EdgeAI.Perception.Store;

/// <summary>Reads and writes a tensor's bytes as numbers, whatever its elements are.</summary>
internal static class TensorNumbers
{
    /// <summary>Whether elements of a kind are read and written here: those that measurements come in.</summary>
    public static bool Takes(TensorElement element) => element is TensorElement.Float32 or TensorElement.Float16 or TensorElement.UInt8 or TensorElement.Int8;

    /// <summary>Bytes of one element.</summary>
    public static int BytesOf(TensorElement element) => element switch
    {
        TensorElement.Float32 => sizeof(float),
        TensorElement.Float16 => sizeof(ushort),
        _ => 1,
    };

    /// <summary>Reads as many elements as there are places for.</summary>
    public static void Read(TensorElement element, ReadOnlySpan<byte> bytes, Span<float> values)
    {
        for (int index = 0; index < values.Length; index++)
        {
            values[index] = element switch
            {
                TensorElement.Float32 => MemoryMarshal.Cast<byte, float>(bytes)[index],
                TensorElement.Float16 => (float)MemoryMarshal.Cast<byte, Half>(bytes)[index],
                TensorElement.UInt8 => bytes[index],
                _ => (sbyte)bytes[index],
            };
        }
    }

    /// <summary>Writes elements: rounded, and held within what the type can tell.</summary>
    public static void Write(TensorElement element, ReadOnlySpan<float> values, Span<byte> bytes)
    {
        for (int index = 0; index < values.Length; index++)
        {
            switch (element)
            {
                case TensorElement.Float32:
                    MemoryMarshal.Cast<byte, float>(bytes)[index] = values[index];
                    break;
                case TensorElement.Float16:
                    MemoryMarshal.Cast<byte, Half>(bytes)[index] = (Half)values[index];
                    break;
                case TensorElement.UInt8:
                    bytes[index] = (byte)Math.Clamp(MathF.Round(values[index]), byte.MinValue, byte.MaxValue);
                    break;
                default:
                    bytes[index] = (byte)(sbyte)Math.Clamp(MathF.Round(values[index]), sbyte.MinValue, sbyte.MaxValue);
                    break;
            }
        }
    }
}
