using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace EdgeAI.Perception.Sessions;

/// <summary>What is known of a <see cref="TensorElement"/>: OnnxRuntime's own number, .NET's type, its size, and how it becomes a float.</summary>
internal static class ElementType
{
    // In the order of TensorElement.
    private static readonly (TensorElementType Native, Type Managed, int Bytes, string Word)[] Facts =
    [
        (TensorElementType.Float, typeof(float), 4, "float32"),
        (TensorElementType.Float16, typeof(Half), 2, "float16"),
        (TensorElementType.Int8, typeof(sbyte), 1, "int8"),
        (TensorElementType.UInt8, typeof(byte), 1, "uint8"),
        (TensorElementType.Int32, typeof(int), 4, "int32"),
        (TensorElementType.Int64, typeof(long), 8, "int64"),
        (TensorElementType.Bool, typeof(bool), 1, "bool"),
        (TensorElementType.Double, typeof(double), 8, "float64"),
        (TensorElementType.Int16, typeof(short), 2, "int16"),
        (TensorElementType.UInt16, typeof(ushort), 2, "uint16"),
        (TensorElementType.UInt32, typeof(uint), 4, "uint32"),
        (TensorElementType.UInt64, typeof(ulong), 8, "uint64"),
    ];

    /// <summary>The words that cards use, in the order of <see cref="TensorElement"/>.</summary>
    public static IEnumerable<string> Words => Facts.Select(static fact => fact.Word);

    /// <summary>The element that OnnxRuntime means by a number; false for the types that no session here takes.</summary>
    public static bool TryOf(TensorElementType native, out TensorElement element)
    {
        int index = Array.FindIndex(Facts, fact => fact.Native == native);
        element = (TensorElement)Math.Max(index, 0);
        return index >= 0;
    }

    /// <summary>OnnxRuntime's number.</summary>
    public static TensorElementType NativeOf(TensorElement element) => Facts[(int)element].Native;

    /// <summary>.NET's type.</summary>
    public static Type ManagedOf(TensorElement element) => Facts[(int)element].Managed;

    /// <summary>Bytes of one element.</summary>
    public static int BytesOf(TensorElement element) => Facts[(int)element].Bytes;

    /// <summary>What cards and lines to a person call it.</summary>
    public static string WordOf(TensorElement element) => Facts[(int)element].Word;

    /// <summary>Makes floats of elements: exact for all but int32, uint32, int64, uint64 and float64, which are rounded.</summary>
    public static void Widen(TensorElement element, ReadOnlySpan<byte> from, Span<float> to)
    {
        switch (element)
        {
            case TensorElement.Float32:
                MemoryMarshal.Cast<byte, float>(from).CopyTo(to);
                break;
            case TensorElement.Float16:
                TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(from), to);
                break;
            case TensorElement.Int8:
                TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, sbyte>(from), to);
                break;
            case TensorElement.UInt8 or TensorElement.Boolean:
                TensorPrimitives.ConvertTruncating(from, to);
                break;
            case TensorElement.Int32:
                TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, int>(from), to);
                break;
            case TensorElement.Int64:
                TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, long>(from), to);
                break;
            case TensorElement.Float64:
                TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, double>(from), to);
                break;
            case TensorElement.Int16:
                TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, short>(from), to);
                break;
            case TensorElement.UInt16:
                TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, ushort>(from), to);
                break;
            case TensorElement.UInt32:
                TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, uint>(from), to);
                break;
            default:
                TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, ulong>(from), to);
                break;
        }
    }
}
