using EdgeAI.Gateway.Mqtt;
using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Spool.Writing;

namespace EdgeAI.Gateway.Broker;

/// <summary>How a refused publish is told.</summary>
internal static class BrokerRefusals
{
    public static string OutOfOrder(ulong awaited) => $"batch {awaited} was refused: send it again first";

    public static PublishRefusal Of(StoreStatus status) => status switch
    {
        StoreStatus.Full => PublishRefusal.SpoolFull,
        StoreStatus.QueueFull => PublishRefusal.QueueFull,
        StoreStatus.BatchTooOld => PublishRefusal.BatchTooOld,
        StoreStatus.TooManyRobots => PublishRefusal.TooManyRobots,
        StoreStatus.OutOfOrder => PublishRefusal.OutOfOrder,
        StoreStatus.Stopping => PublishRefusal.Stopping,
        _ => PublishRefusal.DiskError,
    };

    /// <summary>The reason in words for a publish that the spool refused.</summary>
    public static string Explain(DevicePublish publish, string lastError) => publish.Status switch
    {
        StoreStatus.Full => "the spool is full: it is emptied by its upstream; send again later",
        StoreStatus.QueueFull => "too many publishes wait: send again later",
        StoreStatus.BatchTooOld => $"the batch number lies more than {StoredBatches.Window} below the latest: number batches in order and keep at most {StoredBatches.Window} on their way",
        StoreStatus.TooManyRobots => "the gateway remembers as many robots as it may and this one is new: check the robot's id, or let the spool drain and begin a new one",
        StoreStatus.OutOfOrder => OutOfOrder(publish.Order?.First(publish.Robot, publish.Boot) ?? 0),
        StoreStatus.Stopping => "the gateway is stopping",
        _ => $"the spool could not be written: {lastError}",
    };

    public static MqttReasonCode ReasonCode(PublishRefusal refusal) => refusal switch
    {
        PublishRefusal.Topic => MqttReasonCode.TopicNameInvalid,
        PublishRefusal.ForeignSite or PublishRefusal.NotPermitted => MqttReasonCode.NotAuthorized,
        PublishRefusal.Malformed or PublishRefusal.Mismatch => MqttReasonCode.PayloadFormatInvalid,
        PublishRefusal.SpoolFull or PublishRefusal.QueueFull or PublishRefusal.TooManyRobots => MqttReasonCode.QuotaExceeded,
        PublishRefusal.DiskError => MqttReasonCode.UnspecifiedError,
        _ => MqttReasonCode.ImplementationSpecificError,
    };
}
