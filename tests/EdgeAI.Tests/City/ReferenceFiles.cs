using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EdgeAI.City.Enrolment;
using EdgeAI.Tests.Gateway.Uplinks;

namespace EdgeAI.Tests.City;

/// <summary>Servers started with the very files of gateway/deploy, paths and ports filled in.</summary>
internal static class ReferenceFiles
{
    public const string Password = "city-password";

    public static string PathOf(params string[] parts) => Checkout.PathOf(["gateway", "deploy", .. parts]);

    /// <summary>A mosquitto for gateways on the first port and for receivers on the second.</summary>
    public static Task<UpstreamScript> MosquittoAsync(CityAuthority authority) => UpstreamScript.StartAsync("mosquitto.sh", ports: 2, prepare: server =>
    {
        Certify(authority, server.Folder);
        authority.WriteRevocations([]);
        Directory.CreateDirectory(Path.Combine(server.Folder, "data"));
        foreach (string name in (string[])["gateways.acl", "receivers.acl"])
        {
            File.Copy(PathOf("mosquitto", name), Path.Combine(server.Folder, name));
        }

        string passwords = Path.Combine(server.Folder, "passwords");
        UpstreamScript.RunAsync("mosquitto_passwd", ["-c", "-b", passwords, "city", Password]).GetAwaiter().GetResult();
        Fill(server, ["mosquitto", "mosquitto.conf"], "reference.conf", [
            ("/etc/mosquitto/city/revoked.crl", authority.RevocationsFile),
            ("/etc/mosquitto/city", server.Folder),
            ("/var/lib/mosquitto/", Path.Combine(server.Folder, "data") + "/"),
            ("listener 8883", $"listener {server.Port} 127.0.0.1"),
            ("listener 8884", $"listener {server.SecondPort} 127.0.0.1")]);
    });

    /// <summary>A RabbitMQ node: MQTT over TLS on the first port, AMQP over TLS on the second.</summary>
    public static async Task<UpstreamScript> RabbitMqAsync(CityAuthority authority)
    {
        UpstreamScript broker = await UpstreamScript.StartAsync("rabbitmq.sh", ports: 2, prepare: server =>
        {
            Certify(authority, server.Folder);
            Fill(server, ["rabbitmq", "rabbitmq.conf"], "reference.conf", [
                ("/etc/rabbitmq/city", server.Folder),
                ("mqtt.listeners.ssl.default = 8883", $"mqtt.listeners.ssl.1 = 127.0.0.1:{server.Port}"),
                ("listeners.ssl.default = 5671", $"listeners.ssl.1 = 127.0.0.1:{server.SecondPort}"),

                // One node of the three, on a machine of any size.
                ("cluster_formation.classic_config.nodes.1 = rabbit@rabbit-1\n", ""),
                ("cluster_formation.classic_config.nodes.2 = rabbit@rabbit-2\n", ""),
                ("cluster_formation.classic_config.nodes.3 = rabbit@rabbit-3\n", ""),
                ("cluster_formation.peer_discovery_backend = classic_config\n", ""),
                ("disk_free_limit.absolute = 5GB", "disk_free_limit.absolute = 10MB")]);
        });
        string password = Path.Combine(broker.Folder, "password");
        await File.WriteAllTextAsync(password, Password + "\n", TestContext.Current.CancellationToken);
        await RabbitMqAsync(broker, "city.sh", password);
        return broker;
    }

    /// <summary>Runs one of RabbitMQ's scripts against a node.</summary>
    public static async Task RabbitMqAsync(UpstreamScript broker, string script, params string[] arguments)
    {
        // Debian's own rabbitmqctl changes to the user rabbitmq, whom this node knows not.
        string program = Path.Combine(Directory.GetDirectories("/usr/lib/rabbitmq/lib", "rabbitmq_server-*")[^1], "sbin", "rabbitmqctl");
        string control = $"env HOME={broker.Folder} ERL_EPMD_PORT={Read("epmd-port")} RABBITMQ_CONF_ENV_FILE={broker.Folder}/none {program} -n {Read("name")}";
        await UpstreamScript.RunAsync("env", [$"RABBITMQCTL={control}", "bash", PathOf("rabbitmq", script), .. arguments]);

        string Read(string name) => File.ReadAllText(Path.Combine(broker.Folder, name)).Trim();
    }

    /// <summary>A PostgreSQL; beside the roles of the reference the test's own superuser is let in.</summary>
    public static Task<UpstreamScript> PostgreSqlAsync(CityAuthority authority) => UpstreamScript.StartAsync("postgresql.sh", prepare: server =>
    {
        Certify(authority, server.Folder);
        Fill(server, ["postgresql", "postgresql.conf"], "reference.conf", [
            ("/etc/edgeai/postgresql", server.Folder),

            // A test machine's share.
            ("shared_buffers = 4GB", "shared_buffers = 64MB"),
            ("max_wal_size = 8GB", "max_wal_size = 1GB")]);
        Fill(server, ["postgresql", "pg_hba.conf"], "reference_hba.conf", [("local ", "host all postgres 127.0.0.1/32 trust\nlocal ")]);
    });

    private static void Certify(CityAuthority authority, string folder)
    {
        using X509Certificate2 issued = authority.IssueServer(["127.0.0.1", "localhost"], TimeSpan.FromDays(1));
        using ECDsa key = issued.GetECDsaPrivateKey()!;
        Directory.CreateDirectory(folder);
        OwnerFile.Write(Path.Combine(folder, "server.key"), key.ExportPkcs8PrivateKeyPem(), secret: true);
        OwnerFile.Write(Path.Combine(folder, "server.crt"), issued.ExportCertificatePem());
        OwnerFile.Write(Path.Combine(folder, "authority.crt"), authority.Pem);
    }

    /// <summary>Writes a file of the reference with what is this machine's; each text that is replaced must be there.</summary>
    private static void Fill(UpstreamScript server, string[] reference, string name, (string From, string To)[] changes)
    {
        string text = File.ReadAllText(PathOf(reference));
        foreach ((string from, string to) in changes)
        {
            Assert.Contains(from, text, StringComparison.Ordinal);
            text = text.Replace(from, to, StringComparison.Ordinal);
        }

        File.WriteAllText(Path.Combine(server.Folder, name), text);
    }
}
