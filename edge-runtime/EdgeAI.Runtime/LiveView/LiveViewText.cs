using System.Text.Json;

namespace EdgeAI.Runtime.LiveView;

/// <summary>The fields of the protocol's text messages, as its specification names them.</summary>
internal static class LiveViewText
{
    internal sealed record Request(
        string? Op,
        Subscription[]? Subscriptions,
        uint[]? SubscriptionIds,
        string[]? ParameterNames,
        NamedParameter[]? Parameters,
        string? Id,
        uint? RequestId);

    internal sealed record Subscription(uint? Id, uint? ChannelId);

    internal sealed record NamedParameter(string? Name);

    internal sealed record ServerInfo(string Name, string[] Capabilities, string[] SupportedEncodings, Dictionary<string, string> Metadata, string SessionId)
    {
        public string Op { get; } = "serverInfo";
    }

    internal sealed record Status(int Level, string Message, string? Id)
    {
        public string Op { get; } = "status";
    }

    internal sealed record Channel(uint Id, string Topic, string Encoding, string SchemaName, string Schema, string SchemaEncoding);

    internal sealed record Advertise(Channel[] Channels)
    {
        public string Op { get; } = "advertise";
    }

    internal sealed record ServiceSide(string Encoding, string SchemaName, string SchemaEncoding, string Schema);

    internal sealed record Service(uint Id, string Name, string Type, ServiceSide Request, ServiceSide Response);

    internal sealed record AdvertiseServices(Service[] Services)
    {
        public string Op { get; } = "advertiseServices";
    }

    internal sealed record Parameter(string Name, JsonElement Value, string? Type);

    internal sealed record ParameterValues(Parameter[] Parameters, string? Id)
    {
        public string Op { get; } = "parameterValues";
    }

    internal sealed record ServiceCallFailure(uint ServiceId, uint CallId, string Message)
    {
        public string Op { get; } = "serviceCallFailure";
    }
}
