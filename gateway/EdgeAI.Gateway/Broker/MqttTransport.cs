using System.IO.Pipelines;
using System.Security.Cryptography.X509Certificates;

namespace EdgeAI.Gateway.Broker;

/// <summary>What an MQTT connection runs over.</summary>
/// <param name="Input">What the client sends.</param>
/// <param name="Output">What is sent to the client.</param>
/// <param name="EndOutput">Tells the client that nothing more comes, behind all that was flushed.</param>
/// <param name="Certificate">The client's verified certificate; nothing without TLS.</param>
/// <param name="Closed">Cancelled when the client has closed its side or is gone, also while nobody reads.</param>
internal sealed record MqttTransport(PipeReader Input, PipeWriter Output, Func<ValueTask> EndOutput, X509Certificate2? Certificate, CancellationToken Closed);
