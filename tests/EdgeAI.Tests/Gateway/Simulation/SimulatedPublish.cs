using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Uplinks;

namespace EdgeAI.Tests.Gateway.Simulation;

/// <summary>One publish of a robot in the gateway, as the front's connection keeps it until the spool has settled it.</summary>
internal sealed class SimulatedPublish(SimulatedGateway gateway, SimulatedRobot robot, long number) : IStoreListener
{
    private readonly int _connection = robot.Connections;

    public void Settled(StoreRequest request)
    {
        bool stored = request.Status is StoreStatus.Stored or StoreStatus.AlreadyStored;
        if (_connection != robot.Connections || !robot.Link.IsOpen || !gateway.HasPower)
        {
            return;
        }

        if (!stored && request.Status is StoreStatus.QueueFull or StoreStatus.Stopping)
        {
            robot.RefusedOnArrival.TryNote(request.Robot, request.Boot, request.BatchNumber);
        }

        switch (gateway.Bug)
        {
            case PlantedBug.AcknowledgesBeforeCommit:
                break;
            case PlantedBug.AcknowledgesFailedCommit:
                Answer(true);
                break;
            default:
                Answer(stored);
                break;
        }
    }

    public void Answer(bool accepted) => robot.Link.Answer(number, accepted ? DeliveryOutcome.Accepted : DeliveryOutcome.Refused);
}
