global using AllocationMeter = EdgeAI.Runtime.Metrics.AllocationMeter;
global using Xunit;
