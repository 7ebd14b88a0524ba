using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace EdgeAI.Tests.Gateway.Sparkplug;

/// <summary>Debian's mosquitto on a loopback port of its own; skips the running test, saying so, where it is not installed.</summary>
internal sealed class MosquittoBroker : IAsyncDisposable
{
    private const string Program = "/usr/sbin/mosquitto";

    private readonly TemporaryFolder _folder = new();
    private readonly Process _process;

    private MosquittoBroker(int port, string? passwords)
    {
        Port = port;
        string who = "allow_anonymous true";
        if (passwords is not null)
        {
            File.WriteAllText(_folder["passwords"], passwords);
            who = $"allow_anonymous false\npassword_file {_folder["passwords"]}\nuser {Environment.UserName}";
        }

        File.WriteAllText(_folder["mosquitto.conf"], $"listener {port} 127.0.0.1\n{who}\nlog_dest none\n");
        _process = Process.Start(new ProcessStartInfo(Program, ["-c", _folder["mosquitto.conf"]]))!;
    }

    public int Port { get; }

    /// <summary>Starts one.</summary>
    /// <param name="passwords">The users and their hashed passwords, as mosquitto keeps them; nothing for a broker that lets anybody in.</param>
    public static async Task<MosquittoBroker> StartAsync(string? passwords = null)
    {
        Assert.SkipUnless(File.Exists(Program), "needs mosquitto: apt-get install mosquitto");
        using TcpListener free = new(IPAddress.Loopback, 0);
        free.Start();
        int port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        MosquittoBroker broker = new(port, passwords);
        await Eventually.HoldsAsync(() => Answers(port), "mosquitto listens");
        return broker;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Dispose();
    }

    private static bool Answers(int port)
    {
        try
        {
            using TcpClient client = new("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
