using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace EdgeAI.Runtime.LiveView;

/// <summary>Reads what clients send. Pure: any bytes give a message or a named rejection.</summary>
public static class ClientMessageDecoder
{
    private const int MaxEncodingName = 64;

    // An answer repeats it.
    private const int MaxRequestId = 256;

    /// <summary>Reads a text message.</summary>
    /// <param name="text">Its bytes.</param>
    /// <param name="message">The message when the answer is <see cref="LiveViewRejection.None"/>.</param>
    public static LiveViewRejection DecodeText(ReadOnlySpan<byte> text, out ClientMessage? message)
    {
        message = null;
        if (text.Length > LiveViewProtocol.MaxClientMessage)
        {
            return LiveViewRejection.TooLong;
        }

        LiveViewText.Request? request;
        try
        {
            request = JsonSerializer.Deserialize(text, LiveViewJson.Default.Request);
        }
        catch (JsonException)
        {
            return LiveViewRejection.BadJson;
        }

        return request?.Op switch
        {
            null => LiveViewRejection.MissingField,
            "subscribe" => Subscribe(request.Subscriptions, out message),
            "unsubscribe" => request.SubscriptionIds is { } ids ? Is(new ClientMessage { Operation = ClientOperation.Unsubscribe, SubscriptionIds = ids }, out message) : LiveViewRejection.MissingField,
            "getParameters" => Named(ClientOperation.GetParameters, request.ParameterNames, request.Id, out message),
            "setParameters" => Named(ClientOperation.SetParameters, request.Parameters?.Select(static parameter => parameter?.Name).ToArray(), request.Id, out message),
            "subscribeParameterUpdates" => Named(ClientOperation.SubscribeParameterUpdates, request.ParameterNames, null, out message),
            "unsubscribeParameterUpdates" => Named(ClientOperation.UnsubscribeParameterUpdates, request.ParameterNames, null, out message),
            "advertise" => Is(new ClientMessage { Operation = ClientOperation.Advertise }, out message),
            "unadvertise" => Is(new ClientMessage { Operation = ClientOperation.Unadvertise }, out message),
            "subscribeConnectionGraph" => Is(new ClientMessage { Operation = ClientOperation.SubscribeConnectionGraph }, out message),
            "unsubscribeConnectionGraph" => Is(new ClientMessage { Operation = ClientOperation.UnsubscribeConnectionGraph }, out message),
            "fetchAsset" => request.RequestId is { } id ? Is(new ClientMessage { Operation = ClientOperation.FetchAsset, Id = id }, out message) : LiveViewRejection.MissingField,
            _ => LiveViewRejection.UnknownOperation,
        };
    }

    /// <summary>Reads a binary message.</summary>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="message">The message when the answer is <see cref="LiveViewRejection.None"/>.</param>
    public static LiveViewRejection DecodeBinary(ReadOnlySpan<byte> bytes, out ClientMessage? message)
    {
        message = null;
        if (bytes.Length > LiveViewProtocol.MaxClientMessage)
        {
            return LiveViewRejection.TooLong;
        }

        if (bytes.Length == 0)
        {
            return LiveViewRejection.BadLength;
        }

        if (bytes[0] == LiveViewProtocol.MessageData)
        {
            return bytes.Length < 5 ? LiveViewRejection.BadLength : Is(new ClientMessage { Operation = ClientOperation.Publish, Id = ReadUInt32(bytes, 1) }, out message);
        }

        if (bytes[0] != LiveViewProtocol.ServiceCallRequest)
        {
            return LiveViewRejection.UnknownOpcode;
        }

        if (bytes.Length < LiveViewProtocol.ServiceCallHead)
        {
            return LiveViewRejection.BadLength;
        }

        uint encoding = ReadUInt32(bytes, 9);
        if (encoding > MaxEncodingName || encoding > bytes.Length - LiveViewProtocol.ServiceCallHead)
        {
            return LiveViewRejection.BadLength;
        }

        int data = LiveViewProtocol.ServiceCallHead + (int)encoding;
        return Is(
            new ClientMessage
            {
                Operation = ClientOperation.CallService,
                Id = ReadUInt32(bytes, 1),
                CallId = ReadUInt32(bytes, 5),
                Encoding = Encoding.UTF8.GetString(bytes[LiveViewProtocol.ServiceCallHead..data]),
                Data = bytes[data..].ToArray(),
            },
            out message);
    }

    private static uint ReadUInt32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static LiveViewRejection Subscribe(LiveViewText.Subscription?[]? asked, out ClientMessage? message)
    {
        message = null;
        if (asked is null)
        {
            return LiveViewRejection.MissingField;
        }

        if (asked.Length > LiveViewProtocol.MaxSubscriptions)
        {
            return LiveViewRejection.TooManySubscriptions;
        }

        KeyValuePair<uint, uint>[] subscriptions = new KeyValuePair<uint, uint>[asked.Length];
        for (int index = 0; index < asked.Length; index++)
        {
            if (asked[index] is not { Id: { } id, ChannelId: { } channel })
            {
                return LiveViewRejection.MissingField;
            }

            subscriptions[index] = new KeyValuePair<uint, uint>(id, channel);
        }

        return Is(new ClientMessage { Operation = ClientOperation.Subscribe, Subscriptions = subscriptions }, out message);
    }

    private static LiveViewRejection Named(ClientOperation operation, string?[]? names, string? id, out ClientMessage? message)
    {
        message = null;
        if (id is { Length: > MaxRequestId })
        {
            return LiveViewRejection.IdTooLong;
        }

        return names is null || names.Any(static name => name is null)
            ? LiveViewRejection.MissingField
            : Is(new ClientMessage { Operation = operation, ParameterNames = names!, RequestId = id }, out message);
    }

    private static LiveViewRejection Is(ClientMessage decoded, [NotNull] out ClientMessage? message)
    {
        message = decoded;
        return LiveViewRejection.None;
    }
}
