using System.IO.Pipelines;
using System.Net.Sockets;

namespace EdgeAI.Gateway.Broker;

/// <summary>
/// A socket below TLS: Kestrel reads it, and what is sent goes to the system without a pipe between, so that a finished flush means that
/// the system has it all and the socket's sending side may be shut down behind it.
/// </summary>
internal sealed class SocketTransport(PipeReader input, Socket socket) : IDuplexPipe
{
    // One write takes what the sender collects for one flush.
    private static readonly StreamPipeWriterOptions Writes = new(minimumBufferSize: 32 << 10, leaveOpen: true);

    public PipeReader Input { get; } = input;

    public PipeWriter Output { get; } = PipeWriter.Create(new NetworkStream(socket, FileAccess.Write, ownsSocket: false), Writes);
}
