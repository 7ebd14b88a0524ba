using System.Net;
using System.Net.Sockets;

namespace EdgeAI.PowerCut;

/// <summary>
/// A robot that does everything right while others fuzz: a broker that does not serve it has a fault. Unless the robot itself was too late:
/// on a machine that is too busy its CONNECT may leave when the broker has rightly given it up. Such an attempt is counted and made again.
/// </summary>
/// <param name="limit">How long after its accept a broker waits for CONNECT at the least.</param>
/// <param name="time">What the robot's own lateness is measured with.</param>
public sealed class HonestRobot(TimeSpan limit, TimeProvider time)
{
    private const int MaximumAttempts = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The attempts whose CONNECT left too late.</summary>
    public long Starved { get; private set; }

    /// <summary>What happens between the connection and its CONNECT packet.</summary>
    public Func<Task> BeforeConnect { get; init; } = () => Task.CompletedTask;

    /// <summary>Connects and publishes.</summary>
    /// <returns>What went wrong; nothing when the publish was acknowledged.</returns>
    public async Task<string?> CheckAsync(int port)
    {
        for (int attempt = 1; ; attempt++)
        {
            // The broker cannot have accepted the connection earlier.
            long began = time.GetTimestamp();
            TimeSpan? late = null;
            try
            {
                using Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(IPAddress.Loopback, port);
                await BeforeConnect();
                await socket.SendAsync(MqttPackets.Connect(4, "honest"));
                late = time.GetElapsedTime(began);
                byte[] answer = new byte[4];
                await ReceiveAsync(socket, answer);
                await socket.SendAsync(MqttPackets.Publish(4, "edgeai/v1/hall/robot/1/1", FloodFrame.Make(), 1));
                await ReceiveAsync(socket, answer);
                return answer[0] == 0x40 ? null : $"an honest publish was answered {Convert.ToHexString(answer)}";
            }
            catch (Exception exception) when (exception is SocketException or IOException or OperationCanceledException)
            {
                late ??= time.GetElapsedTime(began);
                if (late < limit)
                {
                    return $"an honest robot was not served: {exception.Message}";
                }
            }

            Starved++;
            if (attempt == MaximumAttempts)
            {
                return $"an honest robot could not send CONNECT within {limit.TotalSeconds:0.###} s, {attempt} times in a row: the machine is too busy to judge on";
            }
        }
    }

    private static async Task ReceiveAsync(Socket socket, Memory<byte> buffer)
    {
        using CancellationTokenSource patience = new(Patience);
        while (buffer.Length > 0)
        {
            int count = await socket.ReceiveAsync(buffer, patience.Token);
            buffer = count > 0 ? buffer[count..] : throw new IOException("the broker closed the connection");
        }
    }
}
