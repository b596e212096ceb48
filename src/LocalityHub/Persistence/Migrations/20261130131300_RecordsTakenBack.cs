using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.LocalityHub.Persistence.Migrations
{
    /// <summary>Decision makers' records that hold no more, since a limit of the child's stands against the household.</summary>
    [DbContext(typeof(LocalityHubDbContext))]
    [Migration("20261130131300_RecordsTakenBack")]
    public partial class RecordsTakenBack : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) =>
            migrationBuilder.AddColumn<DateTimeOffset>(name: "taken_back_at", table: "decision_record", type: "timestamp with time zone", nullable: true);

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropColumn(name: "taken_back_at", table: "decision_record");
    }
}
