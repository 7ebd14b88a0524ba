using EdgeAI.GatewayFleet;

return FleetProgram.Run(args);
