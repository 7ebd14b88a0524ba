using System.Buffers.Binary;

namespace EdgeAI.Runtime.LiveView;

/// <summary>The numbers of the Foxglove WebSocket protocol, version 1 (foxglove/ws-protocol, docs/spec.md), and this server's limits.</summary>
public static class LiveViewProtocol
{
    /// <summary>The WebSocket subprotocol.</summary>
    public const string Subprotocol = "foxglove.websocket.v1";

    /// <summary>The most bytes that a client's message may have; it asks, and never sends data.</summary>
    public const int MaxClientMessage = 64 << 10;

    /// <summary>The most subscriptions of one client.</summary>
    public const int MaxSubscriptions = 1024;

    /// <summary>The bytes before a message's data: opcode, subscription, time.</summary>
    public const int MessageDataHead = 13;

    internal const byte MessageData = 1;
    internal const byte ServiceCallResponse = 3;
    internal const byte FetchAssetResponse = 4;
    internal const byte ServiceCallRequest = 2;
    internal const int ServiceCallHead = 13;
    internal const string Cdr = "cdr";
    internal const string Definitions = "ros2msg";

    /// <summary>Writes what stands before a message's data.</summary>
    /// <param name="subscription">The client's own number for the subscription.</param>
    /// <param name="utcNanoseconds">The message's time, nanoseconds since 1970, UTC.</param>
    /// <param name="head">Room for <see cref="MessageDataHead"/> bytes.</param>
    public static void WriteMessageDataHead(uint subscription, long utcNanoseconds, Span<byte> head)
    {
        head[0] = MessageData;
        BinaryPrimitives.WriteUInt32LittleEndian(head[1..], subscription);
        BinaryPrimitives.WriteInt64LittleEndian(head[5..], Math.Max(0, utcNanoseconds));
    }

    internal static byte[] ServiceCallAnswer(uint service, uint call, ReadOnlySpan<byte> data)
    {
        byte[] answer = new byte[ServiceCallHead + Cdr.Length + data.Length];
        answer[0] = ServiceCallResponse;
        BinaryPrimitives.WriteUInt32LittleEndian(answer.AsSpan(1), service);
        BinaryPrimitives.WriteUInt32LittleEndian(answer.AsSpan(5), call);
        BinaryPrimitives.WriteUInt32LittleEndian(answer.AsSpan(9), (uint)Cdr.Length);
        "cdr"u8.CopyTo(answer.AsSpan(ServiceCallHead));
        data.CopyTo(answer.AsSpan(ServiceCallHead + Cdr.Length));
        return answer;
    }

    internal static byte[] NoAsset(uint request)
    {
        ReadOnlySpan<byte> reason = "this robot has no assets"u8;
        byte[] answer = new byte[10 + reason.Length];
        answer[0] = FetchAssetResponse;
        BinaryPrimitives.WriteUInt32LittleEndian(answer.AsSpan(1), request);
        answer[5] = 1;
        BinaryPrimitives.WriteUInt32LittleEndian(answer.AsSpan(6), (uint)reason.Length);
        reason.CopyTo(answer.AsSpan(10));
        return answer;
    }
}
