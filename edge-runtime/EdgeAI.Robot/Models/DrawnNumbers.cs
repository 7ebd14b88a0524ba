using System.Runtime.InteropServices;
using EdgeAI.Perception.Sessions;

namespace EdgeAI.Robot.Models;

/// <summary>Draws the elements of a tensor: between 0 and 1 where they are floating point, of every value otherwise; indices and flags stay 0.</summary>
internal static class DrawnNumbers
{
    /// <summary>Fills a tensor.</summary>
    public static void Fill(TensorElement element, Span<byte> bytes, Random random)
    {
        switch (element)
        {
            case TensorElement.Float32:
                foreach (ref float value in MemoryMarshal.Cast<byte, float>(bytes))
                {
                    value = random.NextSingle();
                }

                break;
            case TensorElement.Float16:
                foreach (ref Half value in MemoryMarshal.Cast<byte, Half>(bytes))
                {
                    value = (Half)random.NextSingle();
                }

                break;
            case TensorElement.UInt8 or TensorElement.Int8:
                random.NextBytes(bytes);
                break;
            default:
                bytes.Clear();
                break;
        }
    }
}
