using EdgeAI.Gateway;
using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Spool.Files;
using Microsoft.Data.Sqlite;

namespace EdgeAI.Tests.Gateway.Simulation;

/// <content>What goes wrong, and how the gateway begins again after it.</content>
internal sealed partial class Simulation
{
    private void Trouble(SimulatedRobot robot)
    {
        switch (_random.Next(11))
        {
            case 0 or 1:
                Log(robot.Link.IsOpen ? "robot loses its connection" : "robot connects", true, robot);
                ToggleRobot(robot);
                break;
            case 2 or 3 or 4:
                Log(Gateway.Uplink.IsOpen ? "uplink loses its connection" : "uplink connects", true);
                ToggleUplink();
                break;
            case 5:
                Gateway.FailsCommit = true;
                Log("the next commit fails", true);
                break;
            case 6:
                _disk.FailsSync = !_disk.FailsSync;
                Log(_disk.FailsSync ? "syncs fail" : "syncs succeed again", true);
                break;
            case 7:
                _disk.IsFull = !_disk.IsFull;
                Log(_disk.IsFull ? "the disk is full" : "the disk has room again", true);
                break;
            case 8:
                Log("stop and start", Note(SimulatedEvent.Stop));
                Restart(losesPower: false);
                break;
            case 9:
                bool reached = _random.Next(2) == 0;
                _disk.CutPowerWithinSync(reached);
                Log($"the power will be cut within the next sync, {(reached ? "after" : "before")} all has reached the disk", true);
                break;
            default:
                Log("power cut and start", Note(SimulatedEvent.PowerCut));
                Restart(losesPower: true);
                break;
        }
    }

    private static void ToggleRobot(SimulatedRobot robot)
    {
        if (robot.Link.IsOpen)
        {
            robot.Lose();
        }
        else
        {
            robot.Connect();
        }
    }

    private void ToggleUplink()
    {
        if (Gateway.Uplink.IsOpen)
        {
            LoseUplink();
        }
        else
        {
            Note(SimulatedEvent.Reconnection);
            Gateway.Connect(_random.Next(3) == 0 ? _random.Next(1, 4) : 0);
        }
    }

    private void LoseUplink()
    {
        // The refusal may be lost with it, and what was taken behind the refused batch stays taken.
        if (_refused)
        {
            ForgetOrder();
        }

        _refused = false;
        Gateway.Lose();
    }

    // One transaction, within which the power may be cut.
    private bool Write()
    {
        bool wrote = Gateway.Write();
        if (_disk.PowerIsOut)
        {
            Log("power cut within the transaction, and start", Note(SimulatedEvent.PowerCutWithinATransaction));
            Restart(losesPower: true);
        }

        return wrote;
    }

    private void Restart(bool losesPower)
    {
        if (losesPower)
        {
            LosePower();
        }

        End();
        foreach (SimulatedRobot robot in _robots)
        {
            robot.Lose();
        }

        if (_random.Next(4) == 0)
        {
            _spoolOptions = _spoolOptions with { Retention = DrawRetention(), MaximumGroupRecords = _random.Next(4, 60) };
            Log("configured anew", Note(SimulatedEvent.Reconfiguration));
        }

        StartGateway();
        foreach (SimulatedRobot robot in _robots)
        {
            robot.Connect();
        }
    }

    private void StartGateway()
    {
        ForgetOrder();
        while (!TryStartGateway())
        {
            Log("power cut within the start, and start", Note(SimulatedEvent.PowerCutWithinAStart));
        }

        _gateway!.Connect(0);
    }

    // False when the power was cut meanwhile.
    private bool TryStartGateway()
    {
        if (_disk.PowerIsOut)
        {
            _disk.RestorePower(_random.Next());
            ForgetUnsealed();
        }

        // A start on a disk that fails is refused and tried again by whoever starts it; here it is mended first.
        (_disk.IsFull, _disk.FailsSync) = (false, false);
        _gateway = null;
        try
        {
            _gateway = new SimulatedGateway(_spoolOptions, _uplinkOptions, _time, _bug, _tally, _receipts?.PublicKey);
            _disk.PowerGoes = () => _gateway?.HasPower = false;
        }
        catch (GatewayException) when (_disk.PowerIsOut)
        {
            return false;
        }

        if (_disk.PowerIsOut)
        {
            LosePower();
            End();
        }

        return _gateway is not null;
    }

    private void ForgetUnsealed()
    {
        if (_bug == PlantedBug.LosesUnsealedRecords && SpoolFile.PathIn(_disk.Folder) is var path && File.Exists(path))
        {
            using SqliteConnection connection = SpoolFile.Connect(_spoolOptions);
            if (SpoolFile.Scalar(connection, "SELECT count(*) FROM sqlite_master WHERE name='unsealed'") > 0)
            {
                SpoolFile.Execute(connection, "DELETE FROM unsealed");
            }
        }
    }

    private void LosePower()
    {
        Gateway.HasPower = false;
        _disk.CutPower();
    }

    private void End()
    {
        _gateway?.Dispose();
        _gateway = null;
    }

    private SpoolRetention DrawRetention() => _random.Next(4) > 0
        ? new SpoolRetention()
        : new SpoolRetention
        {
            Bulk = new LaneLimits { MaximumBytes = 4 << 10 },
            Telemetry = new LaneLimits { MaximumAge = TimeSpan.FromSeconds(20) },
            WhenFull = _random.Next(4) == 0 ? WhenFull.Refuse : WhenFull.DropOldest,
        };
}
