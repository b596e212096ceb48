using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.LocalityHub.Persistence.Migrations
{
    /// <summary>Why the region put a search before the owner of a child's plan, and that it is over. What was told before was of a search without a link.</summary>
    [DbContext(typeof(LocalityHubDbContext))]
    [Migration("20261130140100_SearchAlarms")]
    public partial class SearchAlarms : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<short>(name: "cause", table: "search_escalation", type: "smallint", nullable: false, defaultValue: (short)0);
            migrationBuilder.AddColumn<DateTimeOffset>(name: "over_at", table: "search_escalation", type: "timestamp with time zone", nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "over_at", table: "search_escalation");
            migrationBuilder.DropColumn(name: "cause", table: "search_escalation");
        }
    }
}
