using System.Buffers.Binary;
using System.Text;

namespace EdgeAI.Runtime.LiveView;

/// <summary>How a service's call went.</summary>
/// <param name="Success">Whether it did what it is for.</param>
/// <param name="Message">One line for the person who asked.</param>
public readonly record struct LiveServiceAnswer(bool Success, string Message)
{
    private const int TextAt = 12;

    // std_srvs/srv/Trigger's answer in little-endian CDR: the head of the encapsulation, a bool, padding to 4, a length that counts the zero at the end.
    internal byte[] ToCdr()
    {
        byte[] cdr = new byte[TextAt + Encoding.UTF8.GetByteCount(Message) + 1];
        cdr[1] = 1;
        cdr[4] = Success ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32LittleEndian(cdr.AsSpan(8), cdr.Length - TextAt);
        Encoding.UTF8.GetBytes(Message, cdr.AsSpan(TextAt));
        return cdr;
    }
}
